import { formatLeft } from '#renderer/kit/format.ts';
import { useKnownTime } from '#renderer/live/known-time.ts';
import { t } from '#renderer/texts/current.ts';

/** Counts down from what was told, as long as somebody is there to tell. */
export function TimeLeft({ leftMs, toldAt }: { readonly leftMs: number | null; readonly toldAt: number }) {
  const now = useKnownTime();
  if (leftMs === null) return null;
  return <span>{t.runs.left(formatLeft(Math.max(0, leftMs - Math.max(0, now - toldAt))))}</span>;
}
