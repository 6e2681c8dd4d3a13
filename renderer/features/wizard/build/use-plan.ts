// The plan of the answers as they are stored now; a new revision asks for a new plan.
import { useQuery } from '@tanstack/react-query';
import type { Plan } from '#contract/runs.ts';
import { api } from '#renderer/api.ts';
import { usePlanNews } from '#renderer/features/runs/use-plan-news.ts';
import { useWizard } from '../wizard-context.ts';

export interface PlanState {
  readonly plan: Plan | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  /** What is different from the plan that was read here first; null: nothing. */
  readonly news: readonly string[] | null;
  readonly again: () => void;
  /** Takes in what was saved elsewhere, and plans that. */
  readonly renew: () => Promise<void>;
}

export function usePlan(): PlanState {
  const { platformId, state, draft } = useWizard();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['plan', platformId, state.revision],
    queryFn: async ({ signal }) => {
      await draft.flush();
      return api.runs.plan({ platformId, kind: 'provision' }, { signal });
    },
    staleTime: 0,
    // The page itself is stored too, which makes a new revision; the plan on the screen stays until the new one is there.
    placeholderData: (before) => before,
  });
  const news = usePlanNews(data, { about: platformId, isSettled: !isFetching });
  const renew = async (): Promise<void> => {
    await draft.refresh();
    await refetch();
  };
  return { plan: data, error, isPending: isFetching, news, again: () => void refetch(), renew };
}
