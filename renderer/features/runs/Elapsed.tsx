import { formatDuration, formatInstant } from '#renderer/kit/format.ts';
import { useKnownTime } from '#renderer/live/known-time.ts';

/** How long something took, or has been taking as far as is known. */
export function Elapsed({ from, to }: { readonly from: number; readonly to: number | null }) {
  const now = useKnownTime();
  return <span title={formatInstant(from)}>{formatDuration(Math.max(0, (to ?? Math.max(now, from)) - from))}</span>;
}
