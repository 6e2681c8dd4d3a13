import { formatLeft } from '#renderer/kit/format.ts';
import { useNow } from '#renderer/kit/use-now.ts';
import { t } from '#renderer/texts/current.ts';

/** Counts down from what was told. */
export function TimeLeft({ leftMs, toldAt }: { readonly leftMs: number | null; readonly toldAt: number }) {
  const now = useNow('second');
  if (leftMs === null) return null;
  return <span>{t.runs.left(formatLeft(Math.max(0, leftMs - Math.max(0, now - toldAt))))}</span>;
}
