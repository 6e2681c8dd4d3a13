import { Link } from 'react-router';
import type { Pod } from '#contract/cluster.ts';
import { Identifier } from '#renderer/kit/CopyButton.tsx';
import { Drawer } from '#renderer/kit/Drawer.tsx';
import { Facts } from '#renderer/kit/Facts.tsx';
import { formatBytes, formatCpu, visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { Owner } from './columns.tsx';
import { ObjectEvents } from './ObjectEvents.tsx';
import styles from './workloads.module.css';

const words = t.cluster.workloads;

export interface PodDrawerProps {
  readonly live: LiveCluster;
  readonly name: string;
  readonly pod: Pod | null;
  readonly onClose: () => void;
}

export function PodDrawer({ live, name, pod, onClose }: PodDrawerProps) {
  const title = <Identifier text={visible(pod?.name ?? name)} what={t.cluster.columns.name} />;
  return (
    <Drawer title={title} onClose={onClose}>
      {pod === null ? <p className={styles.text}>{words.gone}</p> : <Details live={live} pod={pod} />}
    </Drawer>
  );
}

function Details({ live, pod }: { readonly live: LiveCluster; readonly pod: Pod }) {
  const requests = [
    pod.cpuMilli > 0 ? formatCpu(pod.cpuMilli) : '',
    pod.memoryBytes > 0 ? formatBytes(pod.memoryBytes) : '',
    pod.gpus > 0 ? `${pod.gpus} GPU` : '',
  ];
  return (
    <>
      <div>
        <StatusMark status={pod.status} word={visible(pod.phase)} pill />
        {pod.reason !== '' && <p className={styles.text}>{visible(pod.reason)}</p>}
      </div>
      <Facts
        facts={[
          { name: t.cluster.columns.namespace, value: visible(pod.namespace) },
          { name: words.ownedBy, value: <Owner platformId={live.platformId} pod={pod} /> },
          {
            name: words.runsOn,
            value: pod.node === '' ? words.notPlaced : <Link to={paths.nodes(live.platformId, pod.node)}>{visible(pod.node)}</Link>,
          },
          { name: words.containers, value: t.cluster.of(String(pod.ready), String(pod.containers)) },
          { name: t.cluster.columns.restarts, value: String(pod.restarts) },
          { name: words.requests, value: requests.filter((part) => part !== '').join(', ') },
          { name: t.cluster.columns.ip, value: pod.ip === '' ? '' : <Identifier text={visible(pod.ip)} what={t.cluster.columns.ip} /> },
          { name: t.cluster.columns.age, value: <RelativeTime at={pod.createdAt} /> },
        ]}
      />
      <ObjectEvents live={live} name={pod.name} namespace={pod.namespace} />
    </>
  );
}
