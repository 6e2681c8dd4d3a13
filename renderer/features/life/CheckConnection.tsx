import { RotateCw } from 'lucide-react';
import { useReducer, useState } from 'react';
import type { FaultView, RemedyAction } from '#contract/faults/entry.ts';
import type { Node } from '#contract/nodes.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import styles from '#renderer/features/wizard/access/Access.module.css';
import { RungSign } from '#renderer/features/wizard/access/RungSign.tsx';
import { ladder, untouched, withEvent, type AccessEvent, type NodeAccess } from '#renderer/features/wizard/model/access.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { TrustKey, useHostKey } from './TrustKey.tsx';

const words = t.life.doctor;
const ladderWords = t.wizard.access.doctor;
const next = (now: NodeAccess, event: AccessEvent): NodeAccess => withEvent(now, event);

export interface CheckConnectionProps {
  readonly platformId: string;
  readonly node: Node;
}

interface Doctor {
  readonly access: NodeAccess;
  readonly check: () => void;
}

function useDoctor({ platformId, node }: CheckConnectionProps): Doctor {
  const [access, tell] = useReducer(next, untouched);
  const check = async (): Promise<void> => {
    tell({ type: 'checking' });
    try {
      for await (const rung of await api.nodes.doctor({ platformId, nodeId: node.id })) tell({ type: 'rung', rung });
      tell({ type: 'checked' });
    } catch (error) {
      tell({ type: 'failed', fault: toFault(error) });
    }
  };
  return { access, check: () => void check() };
}

const faultOf = (access: NodeAccess): FaultView | null =>
  access.checking ? null : (access.fault ?? ladder(access).find((rung) => rung.state === 'fail')?.fault ?? null);

function outcomeOf({ checking, rungs }: NodeAccess, name: string): string {
  if (checking) return words.running;
  return rungs.length > 0 && rungs.every((rung) => rung.state === 'pass') ? words.fine(name) : '';
}

/** The connection doctor: each rung as it is tried, and at the first that fails one sentence and one remedy. */
export function CheckConnection(props: CheckConnectionProps) {
  const { access, check } = useDoctor(props);
  const [trusting, setTrusting] = useState(false);
  const { node } = props;
  const asked = access !== untouched;
  const again = (): void => {
    setTrusting(false);
    check();
  };
  const act = (action: RemedyAction): void => (action === 'trust-host-key' ? setTrusting(true) : again());
  const fault = faultOf(access);
  return (
    <div className={styles.section}>
      <div>
        <Button small icon={<RotateCw size={13} />} isPending={access.checking} onPress={again}>
          {asked ? words.again : words.check}
        </Button>
      </div>
      <p aria-live="polite">{outcomeOf(access, visible(node.name))}</p>
      {fault !== null && <FaultCard fault={fault} onAction={act} />}
      {trusting && <Trust {...props} />}
      {asked && <Ladder node={node} access={access} />}
    </div>
  );
}

function Trust({ platformId, node }: CheckConnectionProps) {
  return <TrustKey node={node} hostKey={useHostKey(platformId, node.id)} />;
}

function Ladder({ node, access }: { readonly node: Node; readonly access: NodeAccess }) {
  return (
    <ol className={styles.ladder} aria-label={ladderWords.ladder(visible(node.name))}>
      {ladder(access).map((rung) => (
        <li key={rung.rung} data-state={rung.state}>
          <RungSign rung={rung} />
          <span className={styles.rungName}>{ladderWords.rungs[rung.rung]}</span>
          <span className={styles.faint}>{rung.found === '' ? ladderWords.states[rung.state] : visible(rung.found)}</span>
        </li>
      ))}
    </ol>
  );
}
