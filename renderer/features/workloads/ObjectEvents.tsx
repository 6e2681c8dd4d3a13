import { useMemo } from 'react';
import type { ClusterEvent } from '#contract/cluster.ts';
import { visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { useSorted } from '#renderer/live/use-live.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './workloads.module.css';

const shown = 8;

export interface ObjectEventsProps {
  readonly live: LiveCluster;
  readonly name: string;
  readonly namespace: string;
}

/** What the cluster said lately about one object. */
export function ObjectEvents({ live, name, namespace }: ObjectEventsProps) {
  const rule = useMemo(
    () => ({
      keep: (event: ClusterEvent) => event.about.name === name && event.namespace === namespace,
      compare: (a: ClusterEvent, b: ClusterEvent) => b.lastAt - a.lastAt,
    }),
    [name, namespace],
  );
  const events = useSorted(live.stores.events, rule).slice().slice(0, shown);
  return (
    <section>
      <h3 className={styles.sub}>{t.cluster.workloads.eventsTitle}</h3>
      {events.length === 0 && <p className={styles.text}>{t.cluster.workloads.noEvents}</p>}
      <ul className={styles.events}>
        {events.map((event) => (
          <li key={event.uid}>
            <p className={styles.eventHead}>
              {event.warning && <StatusShape status="attention" size={12} />}
              <strong>{visible(event.reason)}</strong>
              <span className={styles.eventAge}>
                {event.count > 1 && `${event.count}×, `}
                <RelativeTime at={event.lastAt} ago />
              </span>
            </p>
            <p className={styles.text}>{visible(event.message)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
