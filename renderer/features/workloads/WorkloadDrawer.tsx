import { useMemo } from 'react';
import { Link } from 'react-router';
import type { Pod, Workload } from '#contract/cluster.ts';
import { Identifier } from '#renderer/kit/CopyButton.tsx';
import { Drawer } from '#renderer/kit/Drawer.tsx';
import { Facts } from '#renderer/kit/Facts.tsx';
import { visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { badFirst } from '#renderer/live/order.ts';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { useSorted } from '#renderer/live/use-live.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { usualPods } from './columns.tsx';
import { ObjectEvents } from './ObjectEvents.tsx';
import { isPodOf } from './pod-of.ts';
import styles from './workloads.module.css';

const words = t.cluster.workloads;

export interface WorkloadDrawerProps {
  readonly live: LiveCluster;
  readonly name: string;
  readonly row: Workload | null;
  readonly onClose: () => void;
}

export function WorkloadDrawer({ live, name, row, onClose }: WorkloadDrawerProps) {
  const title = <Identifier text={visible(row?.name ?? name)} what={t.cluster.columns.name} />;
  return (
    <Drawer title={title} onClose={onClose}>
      {row === null ? <p className={styles.text}>{words.gone}</p> : <Details live={live} row={row} />}
    </Drawer>
  );
}

function Details({ live, row }: { readonly live: LiveCluster; readonly row: Workload }) {
  return (
    <>
      <div>
        <StatusMark status={row.status} pill />
        {row.reason !== '' && <p className={styles.text}>{visible(row.reason)}</p>}
      </div>
      <Facts
        facts={[
          { name: t.cluster.columns.kind, value: row.kind },
          { name: t.cluster.columns.namespace, value: visible(row.namespace) },
          { name: t.cluster.columns.ready, value: t.cluster.of(String(row.ready), String(row.desired)) },
          { name: t.cluster.columns.age, value: <RelativeTime at={row.createdAt} /> },
          {
            name: words.images,
            value: row.images.map((image) => (
              <code key={image} className={styles.image}>
                {visible(image)}
              </code>
            )),
          },
        ]}
      />
      <Pods live={live} row={row} />
      <ObjectEvents live={live} name={row.name} namespace={row.namespace} />
    </>
  );
}

function Pods({ live, row }: { readonly live: LiveCluster; readonly row: Workload }) {
  const rule = useMemo(
    () => ({ keep: (pod: Pod) => isPodOf(pod, row), compare: (a: Pod, b: Pod) => badFirst(a, b) || usualPods(a, b) }),
    [row],
  );
  const pods = useSorted(live.stores.pods, rule).slice();
  return (
    <section>
      <h3 className={styles.sub}>{words.podsTitle}</h3>
      {pods.length === 0 && <p className={styles.text}>{t.cluster.nodes.none}</p>}
      <ul>
        {pods.map((pod) => (
          <li key={pod.uid} className={styles.line}>
            <Link to={paths.workloads(live.platformId, 'pods', `${pod.namespace}/${pod.name}`)}>{visible(pod.name)}</Link>
            <StatusMark status={pod.status} word={visible(pod.phase)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
