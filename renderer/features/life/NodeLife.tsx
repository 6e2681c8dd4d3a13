import { useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { useSearchParams } from 'react-router';
import type { Status } from '#contract/base.ts';
import type { Node } from '#contract/nodes.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { platformQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { CheckConnection } from './CheckConnection.tsx';
import styles from './life.module.css';
import { actOf, actParam, nodeActs, type NodeAct } from './node-acts.ts';
import { RebuildNode, RemoveNode, RenameNode, type NodeDialogProps } from './NodeDialogs.tsx';

const words = t.life;
const dialogs: Readonly<Record<NodeAct, ComponentType<NodeDialogProps>>> = { remove: RemoveNode, rebuild: RebuildNode, rename: RenameNode };

/** In the drawer of a node: is its machine reached, and what can be done to it. */
interface NodeLifeProps {
  readonly platformId: string;
  readonly node: Node;
  /** As the cluster sees it; left out: it does not. */
  readonly status?: Status | undefined;
}
export function NodeLife({ platformId, node, status }: NodeLifeProps) {
  const [params, setParams] = useSearchParams();
  const distribution = useQuery(platformQuery(platformId)).data?.distribution ?? 'existing';
  const ask = (act: NodeAct | null): void =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (act === null) after.delete(actParam);
        else after.set(actParam, act);
        return after;
      },
      { replace: true },
    );
  const open = distribution === 'existing' ? null : actOf(params.get(actParam));
  const Dialog = open === null ? null : dialogs[open];
  return (
    <section className={styles.life}>
      <h3>{words.care}</h3>
      <CheckConnection platformId={platformId} node={node} />
      {distribution !== 'existing' && (
        <div className={styles.acts}>
          {nodeActs.toReversed().map((act) => (
            <Button key={act} small look={act === 'rename' ? 'plain' : 'danger'} onPress={() => ask(act)}>
              {words[act]}
            </Button>
          ))}
        </div>
      )}
      {Dialog !== null && <Dialog platformId={platformId} node={node} status={status} onClose={() => ask(null)} />}
    </section>
  );
}
