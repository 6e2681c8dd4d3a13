import { useSearchParams } from 'react-router';
import type { ClusterNode } from '#contract/cluster.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { actParam, newPodsAct, type NewPodsAct } from './node-acts.ts';
import { PlanConfirm } from './PlanConfirm.tsx';

interface NewPodsProps {
  readonly platformId: string;
  readonly node: Pick<ClusterNode, 'name' | 'schedulable'>;
}

/** In the drawer of a node: may new pods start on it, and the way to change that. */
export function NewPods({ platformId, node }: NewPodsProps) {
  const [params, setParams] = useSearchParams();
  const act = newPodsAct(node);
  const ask = (asked: NewPodsAct | null): void =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (asked === null) after.delete(actParam);
        else after.set(actParam, asked);
        return after;
      },
      { replace: true },
    );
  const words = t.life.newPods[act];
  const name = visible(node.name);
  return (
    <>
      <Button small look="plain" onPress={() => ask(act)}>
        {t.life[act]}
      </Button>
      {params.get(actParam) === act && (
        <PlanConfirm
          title={words.title(name)}
          effect={words.effect(name)}
          action={words.action}
          name={null}
          wish={{ kind: act, platformId, node: node.name }}
          isReady
          onClose={() => ask(null)}
        />
      )}
    </>
  );
}
