import { useSyncExternalStore } from 'react';
import type { Status } from '#contract/base.ts';
import type { FeedState } from '#contract/cluster.ts';
import { connection } from '#renderer/connection.ts';
import { useAllRuns } from '#renderer/features/runs/all-runs.ts';
import { isActive } from '#renderer/features/runs/run-model.ts';
import { TimeLeft } from '#renderer/features/runs/TimeLeft.tsx';
import { Button } from '#renderer/kit/Button.tsx';
import { formatAge, formatTime } from '#renderer/kit/format.ts';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { useNow } from '#renderer/kit/use-now.ts';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { useSilentSince } from '#renderer/live/known-time.ts';
import { useStore } from '#renderer/live/use-live.ts';
import { reconnectNow } from '#renderer/pipe.ts';
import { t } from '#renderer/texts/current.ts';
import { panels } from './panels.ts';
import { usePlatform } from './platform-scope.ts';
import styles from './StatusBar.module.css';

export function StatusBar() {
  const { live, current } = usePlatform();
  return (
    <footer className={styles.bar}>
      <Connection />
      {live !== null && <ClusterData live={live} />}
      {live === null && current !== null && <span className={styles.item}>{t.frame.connection.noCluster}</span>}
      <span className={styles.gap} />
      <Running />
    </footer>
  );
}

function Connection() {
  const { phase, retryAt } = useSyncExternalStore(connection.subscribe, connection.get);
  const now = useNow('second');
  if (phase === 'open') return null;
  if (phase === 'signed-out') return <Item status="failed" text={t.frame.connection.signedOut} />;
  if (phase === 'connecting') return <Item status="working" text={t.frame.connection.connecting} />;
  const seconds = Math.max(0, Math.ceil(((retryAt ?? now) - now) / 1000));
  return (
    <span role="status" className={styles.item}>
      <StatusShape status="failed" size={12} />
      <strong>{t.frame.connection.lost}</strong>
      <span aria-hidden>{t.frame.connection.retryIn(seconds)}</span>
      <Button small onPress={reconnectNow}>
        {t.frame.connection.retryNow}
      </Button>
    </span>
  );
}

function Item({ status, text }: { readonly status: Status; readonly text: string }) {
  return (
    <span role="status" className={styles.item}>
      <StatusShape status={status} size={12} />
      {text}
    </span>
  );
}

const feedStatus: Readonly<Record<FeedState['state'], Status>> = {
  loading: 'working',
  live: 'ready',
  retrying: 'attention',
  refused: 'failed',
};

/** How old what is on the screen may be: the oldest of what is watched. */
function ClusterData({ live }: { readonly live: LiveCluster }) {
  const nodes = useStore(live, 'nodes').feed;
  const pods = useStore(live, 'pods').feed;
  const now = useNow('second');
  const { phase } = useSyncExternalStore(connection.subscribe, connection.get);
  const feed = [nodes, pods].find((one) => one !== null && one.state !== 'live') ?? nodes;
  if (live.fault !== null) return <Item status="failed" text={`${t.frame.connection.data} ${t.frame.connection.stopped}`} />;
  if (feed === null) return <Item status="working" text={`${t.frame.connection.data} ${t.frame.connection.loading}`} />;
  const heard = feed.heardAt === null ? null : formatAge(Math.max(0, now - feed.heardAt));
  const stale = phase !== 'open' || feed.state === 'retrying';
  return (
    <span className={styles.item}>
      <StatusShape status={stale ? 'attention' : feedStatus[feed.state]} size={12} />
      {t.frame.connection.data} {stale ? t.frame.connection.retrying : t.frame.connection[feed.state]}
      {heard !== null && (stale || heard !== 'now') && <span className={styles.quiet}>{t.frame.connection.ageOf(heard)}</span>}
    </span>
  );
}

function Running() {
  const { runs, toldAt } = useAllRuns();
  const active = runs.filter((run) => isActive(run.state));
  const stalled = active.find((run) => run.stalled !== undefined);
  const first = stalled ?? active[0];
  const silentAt = useSilentSince();
  const age = silentAt === null ? null : <span className={styles.quiet}>{t.frame.connection.asOf(formatTime(silentAt))}</span>;
  if (first === undefined) {
    return (
      <span className={styles.item}>
        {t.frame.noneRunning} {age}
      </span>
    );
  }
  return (
    <Button small look="quiet" onPress={() => panels.show('tasks')}>
      <span className={styles.running}>
        <StatusShape status={age === null ? (stalled === undefined ? 'working' : 'attention') : 'unknown'} size={12} />
        <span className={styles.runTitle}>{active.length === 1 ? first.title : t.frame.runsActive(active.length)}</span>
        {age ?? (
          <span className={styles.quiet}>
            {stalled === undefined ? <TimeLeft leftMs={first.leftMs} toldAt={toldAt} /> : t.runs.stalled.short}
          </span>
        )}
      </span>
    </Button>
  );
}
