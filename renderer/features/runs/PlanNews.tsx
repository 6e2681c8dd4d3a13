import { ConfirmList } from '#renderer/kit/Confirm.tsx';
import { visible } from '#renderer/kit/format.ts';
import { Notice } from '#renderer/kit/Notice.tsx';
import { t } from '#renderer/texts/current.ts';

const words = t.runs.planNews;

export interface PlanNewsProps {
  /** Null: it is the plan that was read. */
  readonly news: readonly string[] | null;
  /** It was to be started, and was not, because it is another one. */
  readonly isRefused: boolean;
}

/** The plan on the screen is not the one that was read: what is different, and that nothing has happened. */
export function PlanNews({ news, isRefused }: PlanNewsProps) {
  if (news === null && !isRefused) return null;
  const differences = news ?? [];
  return (
    <>
      <Notice role="alert" title={words.title}>
        {isRefused ? words.refused : words.now} {differences.length === 0 && words.readsSame}
      </Notice>
      <ConfirmList prose title={words.list} items={differences.map(visible)} />
    </>
  );
}
