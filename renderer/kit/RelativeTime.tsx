import { t } from '#renderer/texts/current.ts';
import { formatAge, formatDuration, formatInstant } from './format.ts';
import { useNow } from './use-now.ts';

export interface RelativeTimeProps {
  /** Milliseconds since 1970; null: never. */
  readonly at: number | null;
  /** "3 min ago" instead of "3 min". */
  readonly ago?: boolean | undefined;
}

/** Relative, with the absolute time on hover. */
export function RelativeTime({ at, ago = false }: RelativeTimeProps) {
  const about = useNow('slow');
  const recent = at !== null && about - at < 120_000;
  const now = useNow(recent ? 'second' : 'slow');
  if (at === null) return <span>{t.kit.never}</span>;
  const age = formatAge(Math.max(0, now - at));
  return (
    <time dateTime={new Date(at).toISOString()} title={formatInstant(at)}>
      {ago && age !== 'now' ? `${age} ago` : age}
    </time>
  );
}

/** How long something took, or has been taking. */
export function Elapsed({ from, to }: { readonly from: number; readonly to: number | null }) {
  const now = useNow('second');
  return <span title={formatInstant(from)}>{formatDuration(Math.max(0, (to ?? Math.max(now, from)) - from))}</span>;
}
