import { formatDuration } from '#renderer/kit/format.ts';
import { useKnownTime } from '#renderer/live/known-time.ts';
import { t } from '#renderer/texts/current.ts';

/** Counts down to another try; the whole second that is not over yet is counted too. */
export function NextTry({ at }: { readonly at: number }) {
  const now = useKnownTime();
  const left = Math.max(0, at - now);
  return <span>{left === 0 ? t.runs.nextTryNow : t.runs.nextTryIn(formatDuration(Math.ceil(left / 1000) * 1000))}</span>;
}
