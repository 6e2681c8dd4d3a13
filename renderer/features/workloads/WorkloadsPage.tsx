import { useNavigate, useParams, useSearchParams } from 'react-router';
import { PageHead } from '#renderer/frame/Page.tsx';
import { usePageTitle } from '#renderer/frame/page-title.ts';
import { WithCluster } from '#renderer/frame/WithCluster.tsx';
import { formatCount } from '#renderer/kit/format.ts';
import { Tabs } from '#renderer/kit/Tabs.tsx';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { useStore } from '#renderer/live/use-live.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { workloadKinds } from './kinds.ts';
import type { WorkloadKind } from './kinds.ts';
import { PodList } from './PodList.tsx';
import { WorkloadList } from './WorkloadList.tsx';
import styles from './workloads.module.css';

const words = t.cluster.workloads;

export function WorkloadsPage() {
  const { kind: asked } = useParams();
  const kind = workloadKinds.find((one) => one === asked) ?? 'deployments';
  usePageTitle(words.kinds[kind], [{ title: words.title }]);
  return <WithCluster>{(live) => <Workloads key={live.platformId} {...{ live, kind }} />}</WithCluster>;
}

function Workloads({ live, kind }: { readonly live: LiveCluster; readonly kind: WorkloadKind }) {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const namespace = params.get('ns');
  const go = (next: WorkloadKind): void =>
    void navigate(`${paths.workloads(live.platformId, next)}${namespace === null ? '' : `?ns=${encodeURIComponent(namespace)}`}`);
  return (
    <div className={styles.page}>
      <Head live={live} />
      <Tabs
        label={words.tabs}
        items={workloadKinds.map((one) => ({ id: one, title: words.kinds[one], note: <Count {...{ live }} kind={one} /> }))}
        value={kind}
        onChange={go}
      >
        {kind === 'pods' ? <PodList live={live} /> : <WorkloadList key={kind} {...{ live, kind }} />}
      </Tabs>
    </div>
  );
}

function Head({ live }: { readonly live: LiveCluster }) {
  const pods = useStore(live, 'pods');
  const bad = live.podStatus.get('failed').count + live.podStatus.get('attention').count + live.podStatus.get('unknown').count;
  return <PageHead title={words.title} sentence={pods.complete ? words.sentence(pods.rows.size, bad) : undefined} />;
}

function Count({ live, kind }: { readonly live: LiveCluster; readonly kind: WorkloadKind }) {
  return formatCount(useStore(live, kind).rows.size);
}
