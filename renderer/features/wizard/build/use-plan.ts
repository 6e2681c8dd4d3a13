// The plan of the answers as they are stored now; a new revision asks for a new plan.
import { useQuery } from '@tanstack/react-query';
import type { Plan } from '#contract/runs.ts';
import { api } from '#renderer/api.ts';
import { useWizard } from '../wizard-context.ts';

export interface PlanState {
  readonly plan: Plan | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly again: () => void;
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
  return { plan: data, error, isPending: isFetching, again: () => void refetch() };
}
