import { useEffect, useSyncExternalStore } from 'react';
import type { ComponentType } from 'react';
import { connection } from '#renderer/connection.ts';
import { ConnectionLost, toFault } from '#renderer/faults.ts';
import { FaultCard } from './FaultCard.tsx';
import type { LatePart } from './late-part.ts';
import styles from './Late.module.css';
import { Skeleton } from './Skeleton.tsx';

interface LateProps<P extends object> {
  readonly part: LatePart<ComponentType<P>>;
  readonly props: P;
}

/** Shows a part once it is there; until then, in its place, why it is not. */
export function Late<P extends object>({ part, props }: LateProps<P>) {
  const state = useSyncExternalStore(part.subscribe, part.snapshot);
  const { phase } = useSyncExternalStore(connection.subscribe, connection.get);
  useEffect(() => void part.fetch(), [part]);
  if (state.phase === 'there') return <state.part {...props} />;
  if (state.phase === 'fetching') return <Skeleton rows={10} />;
  return (
    <div className={styles.missing}>
      {phase === 'open' ? (
        <FaultCard fault={toFault(state.error)} onAction={() => window.location.reload()} />
      ) : (
        <FaultCard mild fault={toFault(new ConnectionLost())} />
      )}
    </div>
  );
}
