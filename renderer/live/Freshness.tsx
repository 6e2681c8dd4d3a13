import { useSyncExternalStore } from 'react';
import { useNavigate } from 'react-router';
import type { FeedState } from '#contract/cluster.ts';
import type { RemedyAction } from '#contract/faults/entry.ts';
import { connection } from '#renderer/connection.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { formatAge, formatInstant } from '#renderer/kit/format.ts';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { useNow } from '#renderer/kit/use-now.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import type { LiveCluster } from './live-cluster.ts';

export interface FreshnessProps {
  readonly feed: FeedState | null;
}

/** Whether rows are live, or how old they are. */
export function Freshness({ feed }: FreshnessProps) {
  const now = useNow('second');
  const lost = useSyncExternalStore(connection.subscribe, connection.get).phase !== 'open';
  if (feed === null || feed.state === 'loading') return <StatusMark status="working" word={t.cluster.feed.loading} />;
  const heard = feed.heardAt === null ? t.kit.never : formatAge(Math.max(0, now - feed.heardAt));
  if (feed.state === 'live' && !lost) {
    return (
      <span title={feed.heardAt === null ? '' : formatInstant(feed.heardAt)}>
        <StatusMark status="ready" word={t.cluster.feed.live} />
      </span>
    );
  }
  return <StatusMark status={feed.state === 'refused' ? 'failed' : 'attention'} word={t.cluster.feed.from(heard)} />;
}

/** Why rows are old or refused; the rows stay below it. */
export function FeedFault({ live, feed }: FreshnessProps & { readonly live: LiveCluster }) {
  const navigate = useNavigate();
  const act = (action: RemedyAction): void => {
    if (action === 'edit-settings' || action === 'allow-command') void navigate(paths.setup(live.platformId));
    else live.start();
  };
  if (live.fault !== null) return <FaultCard fault={live.fault} onAction={act} />;
  if (feed === null || feed.fault === null || feed.state === 'live') return null;
  // The engine tries again by itself while it says "retrying".
  if (feed.state === 'retrying') return <FaultCard mild fault={feed.fault} />;
  return <FaultCard fault={feed.fault} onAction={act} />;
}
