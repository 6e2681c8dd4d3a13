import { t } from '#renderer/texts/current.ts';
import { formatAge, formatInstant, formatMoment } from './format.ts';
import { useNow } from './use-now.ts';

export interface RelativeTimeProps {
  /** Milliseconds since 1970; null: never. */
  readonly at: number | null;
  /** "3 min ago" or "in 3 min" instead of "3 min". */
  readonly ago?: boolean | undefined;
}

/** Relative, with the absolute time on hover. */
export function RelativeTime({ at, ago = false }: RelativeTimeProps) {
  const about = useNow('slow');
  const recent = at !== null && about - at < 120_000;
  const now = useNow(recent ? 'second' : 'slow');
  if (at === null) return <span>{t.kit.never}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={formatInstant(at)}>
      {ago ? formatMoment(at, now) : formatAge(Math.max(0, now - at))}
    </time>
  );
}
