import { Link } from 'react-router';
import type { ClusterEvent, ClusterNode, Workload } from '#contract/cluster.ts';
import type { RunSummary } from '#contract/runs.ts';
import { useCertificateAttention } from '#renderer/features/life/use-certificate-attention.ts';
import { useAllRuns } from '#renderer/features/runs/all-runs.ts';
import { isActive } from '#renderer/features/runs/run-model.ts';
import { JoinMissing } from '#renderer/features/runs/JoinMissing.tsx';
import { TimeLeft } from '#renderer/features/runs/TimeLeft.tsx';
import { useMissing } from '#renderer/features/runs/use-missing.ts';
import { Page } from '#renderer/frame/Page.tsx';
import { formatTime, visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { StatusMark, StatusShape } from '#renderer/kit/StatusMark.tsx';
import { byText } from '#renderer/kit/table/table-model.ts';
import { FeedFault } from '#renderer/live/Freshness.tsx';
import { useSilentSince } from '#renderer/live/known-time.ts';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { badFirst } from '#renderer/live/order.ts';
import { useSorted, useStore } from '#renderer/live/use-live.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { attentionOf } from './attention.ts';
import type { Attention } from './attention.ts';
import styles from './home.module.css';
import { NodeTiles } from './NodeTiles.tsx';
import { RecentRuns } from './RecentRuns.tsx';
import { Section } from './Section.tsx';
import { setUpOf } from './set-up-state.ts';
import { stateSentence } from './state-sentence.ts';
import type { ClusterFacts } from './state-sentence.ts';

const attentionShown = 6;
const warningsShown = 6;
const byName = byText<ClusterNode>((node) => node.name);
const nodeOrder = { compare: (a: ClusterNode, b: ClusterNode) => badFirst(a, b) || byName(a, b) };

export interface LiveHomeProps {
  readonly live: LiveCluster;
  readonly name: string;
}

/** How the platform stands: a sentence, what needs somebody, then the rest. */
export function LiveHome({ live, name }: LiveHomeProps) {
  const nodes = useStore(live, 'nodes');
  const allRuns = useAllRuns();
  const runs = allRuns.runs.filter((run) => run.platformId === live.platformId);
  const silentAt = useSilentSince();
  const active = runs.find((run) => isActive(run.state));
  return (
    <Page>
      <header className={styles.hero}>
        <p className={styles.platform}>{name}</p>
        <Sentence live={live} runs={runs} />
        {active !== undefined && (
          <p className={styles.alive}>
            <StatusShape status={silentAt === null ? 'working' : 'unknown'} />
            <Link to={paths.run(active.id)}>{t.home.state.runActive(active.title)}</Link>
            <TimeLeft leftMs={active.leftMs} toldAt={allRuns.toldAt} />
          </p>
        )}
      </header>
      {nodes.feed?.state !== 'live' && (
        <div className={styles.section}>
          <FeedFault live={live} feed={nodes.feed} />
        </div>
      )}
      {nodes.complete ? (
        <Parts {...{ live, runs }} />
      ) : (
        <div className={styles.section}>{live.fault === null && <Skeleton tall rows={3} />}</div>
      )}
    </Page>
  );
}

function Sentence({ live, runs }: { readonly live: LiveCluster; readonly runs: readonly RunSummary[] }) {
  const missing = useMissing(live);
  const nodes = useStore(live, 'nodes');
  const pods = useStore(live, 'pods');
  const bad = live.podStatus.get('failed').count + live.podStatus.get('attention').count + live.podStatus.get('unknown').count;
  const sentence = stateSentence({
    nodes: [...nodes.rows.values()],
    pods: pods.rows.size,
    badPods: bad,
    complete: nodes.complete && pods.complete,
    refused: nodes.feed?.state === 'refused' || live.fault !== null,
    missing,
    failedRun: runs[0]?.state === 'failed' ? runs[0].title : null,
    setUp: setUpOf(runs).kind,
    silence: useSilence(live),
  });
  return (
    <h1 className={styles.sentence} aria-live="polite">
      {sentence}
    </h1>
  );
}

/** Told with its time, not its age: a sentence that is read out must not change every second. */
function useSilence(live: LiveCluster): ClusterFacts['silence'] {
  const { feed } = useStore(live, 'nodes');
  const silentAt = useSilentSince();
  if (silentAt !== null) return { of: 'hearth', since: formatTime(silentAt) };
  return feed?.state === 'retrying' && feed.heardAt !== null ? { of: 'cluster', since: formatTime(feed.heardAt) } : null;
}

function Parts({ live, runs }: { readonly live: LiveCluster; readonly runs: readonly RunSummary[] }) {
  const nodes = useSorted(live.stores.nodes, nodeOrder);
  const attention = [...useAttention(live, runs), ...useCertificateAttention(live.platformId)];
  const missing = useMissing(live);
  return (
    <div className={styles.parts}>
      <JoinMissing platformId={live.platformId} names={missing} />
      {attention.length > 0 && (
        <Section title={t.home.attention}>
          <AttentionList items={attention} />
        </Section>
      )}
      <Section title={t.home.nodes} more={{ to: paths.nodes(live.platformId), words: t.home.allNodes }}>
        <NodeTiles live={live} nodes={nodes.slice()} />
      </Section>
      <div className={styles.columns}>
        <RecentRuns runs={runs} />
        <Warnings live={live} />
      </div>
    </div>
  );
}

const badWorkloads = { compare: (a: Workload, b: Workload) => (a.name < b.name ? -1 : 1), keep: (row: Workload) => row.status !== 'ready' };

function useAttention(live: LiveCluster, runs: readonly RunSummary[]): readonly Attention[] {
  const nodes = useStore(live, 'nodes');
  const deployments = useSorted(live.stores.deployments, badWorkloads).slice();
  const statefulsets = useSorted(live.stores.statefulsets, badWorkloads).slice();
  const daemonsets = useSorted(live.stores.daemonsets, badWorkloads).slice();
  return attentionOf({
    platformId: live.platformId,
    missing: useMissing(live),
    nodes: [...nodes.rows.values()],
    workloads: [
      ...deployments.map((row) => ({ kind: 'deployments' as const, row })),
      ...statefulsets.map((row) => ({ kind: 'statefulsets' as const, row })),
      ...daemonsets.map((row) => ({ kind: 'daemonsets' as const, row })),
    ],
    runs,
  });
}

function AttentionList({ items }: { readonly items: readonly Attention[] }) {
  return (
    <ul className={styles.attention}>
      {items.slice(0, attentionShown).map((item) => (
        <li key={item.key}>
          <Link to={item.to} className={styles.need} data-status={item.status}>
            <StatusMark status={item.status} />
            <strong>{visible(item.title)}</strong>
            <span className={styles.needText}>{visible(item.text)}</span>
          </Link>
        </li>
      ))}
      {items.length > attentionShown && <li className={styles.quiet}>{t.home.more(items.length - attentionShown)}</li>}
    </ul>
  );
}

const warningOrder = { compare: (a: ClusterEvent, b: ClusterEvent) => b.lastAt - a.lastAt, keep: (event: ClusterEvent) => event.warning };

function Warnings({ live }: { readonly live: LiveCluster }) {
  const rows = useSorted(live.stores.events, warningOrder);
  const shown = rows.slice().slice(0, warningsShown);
  return (
    <Section title={t.home.warnings} more={{ to: paths.events(live.platformId), words: t.home.allEvents }}>
      {shown.length === 0 && <p className={styles.quiet}>{t.home.noWarnings}</p>}
      <ul>
        {shown.map((event) => (
          <li key={event.uid} className={styles.warning}>
            <p className={styles.warningHead}>
              <strong>{visible(event.reason)}</strong>
              <span>{visible(event.about.name)}</span>
              <span className={styles.when}>
                <RelativeTime at={event.lastAt} ago />
              </span>
            </p>
            <p className={styles.quiet}>{visible(event.message)}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
