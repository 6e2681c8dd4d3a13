import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { FaultView } from '#contract/faults/entry.ts';
import type { Plan, RunWish } from '#contract/runs.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { isPlanChanged } from '#renderer/features/runs/plan-news.ts';
import { PlanNews } from '#renderer/features/runs/PlanNews.tsx';
import { usePlanNews } from '#renderer/features/runs/use-plan-news.ts';
import { Confirm, ConfirmList } from '#renderer/kit/Confirm.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { formatDuration, visible } from '#renderer/kit/format.ts';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { lifePlanQuery } from './queries.ts';

const words = t.life.dialog;

export interface PlanConfirmProps {
  readonly title: string;
  readonly effect: string;
  /** Verb and object. */
  readonly action: string;
  /** What is typed to confirm; null: what it restarts is named and one click is enough. */
  readonly name: string | null;
  /** As it is asked for now; null while a question of the dialog has no answer that could be planned. */
  readonly wish: RunWish | null;
  /** Used for this run only. */
  readonly password?: string | undefined;
  /** What has to be done right before the run starts. */
  readonly onStart?: (() => Promise<unknown>) | undefined;
  /** False while a question of the dialog is open. */
  readonly isReady: boolean;
  /** Questions, and what else is to be known. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

interface Asked extends Pick<PlanConfirmProps, 'wish' | 'password' | 'onStart'> {
  readonly look: UseQueryResult<Plan>;
}

/** Starts exactly the plan that is shown; where that is another one by now, it is asked for anew. */
function useStart({ wish, password = '', onStart, look }: Asked) {
  const navigate = useNavigate();
  const start = useMutation({
    mutationFn: async ({ wanted, planDigest }: { readonly wanted: RunWish; readonly planDigest: string }) => {
      await onStart?.();
      return api.runs.start({ ...wanted, planDigest, ...(password === '' ? {} : { password }) });
    },
    onSuccess: ({ runId }) => navigate(paths.run(runId)),
    onError: async (error) => {
      if (isPlanChanged(toFault(error))) await look.refetch();
    },
  });
  const fault = start.error === null ? null : toFault(start.error);
  const isChanged = fault !== null && isPlanChanged(fault);
  return {
    isPending: start.isPending,
    fault: isChanged ? null : fault,
    // Of another wish another plan was refused.
    isRefused: isChanged && JSON.stringify(start.variables?.wanted) === JSON.stringify(wish),
    begin: (plan: Plan | undefined) => wish !== null && plan !== undefined && start.mutate({ wanted: wish, planDigest: plan.digest }),
  };
}

/** Shows the plan of a run, asks as its stakes demand, starts it, and leads to its page. */
export function PlanConfirm({ title, effect, action, name, wish, password, onStart, isReady, children, onClose }: PlanConfirmProps) {
  const look = useQuery(lifePlanQuery(wish));
  const plan = look.error === null ? look.data : undefined;
  const { begin, isPending, fault, isRefused } = useStart({ wish, password, onStart, look });
  const news = usePlanNews(plan, { about: JSON.stringify(wish), isSettled: !look.isFetching });
  const objects = plan === undefined ? [] : changesOf(plan);
  return (
    <Confirm
      isOpen
      title={title}
      effect={effect}
      action={action}
      keep={words.keep}
      stake={name === null ? { tier: 'restart', objects } : { tier: 'data', objects, name }}
      listTitle={words.changes}
      isReady={isReady && plan !== undefined && !look.isFetching}
      isPending={isPending}
      onClose={onClose}
      onConfirm={() => begin(plan)}
    >
      {look.error !== null && <NoPlan fault={toFault(look.error)} again={() => void look.refetch()} />}
      {look.isLoading && <Skeleton />}
      {children}
      {plan !== undefined && <Rest plan={plan} />}
      <PlanNews news={news} isRefused={isRefused} />
      {fault !== null && <Refused fault={fault} />}
    </Confirm>
  );
}

/** Only asking again can be done here; what is wrong with the answers is mended in their fields. */
function NoPlan({ fault, again }: { readonly fault: FaultView; readonly again: () => void }) {
  return <FaultCard fault={fault} onAction={fault.action === 'retry' ? again : undefined} />;
}

function Rest({ plan: { stays, estimateMs } }: { readonly plan: Plan }) {
  return (
    <>
      <ConfirmList prose title={words.stays} items={stays.map(visible)} />
      <p>{words.estimate(formatDuration(estimateMs))}</p>
    </>
  );
}

/** Where another run holds the platform, the way to it. */
function Refused({ fault }: { readonly fault: FaultView }) {
  const navigate = useNavigate();
  const holder = fault.details['runId'];
  return <FaultCard fault={fault} onAction={typeof holder === 'string' ? () => void navigate(paths.run(holder)) : undefined} />;
}

/** In the order of the plan; what only looks is left out. */
const changesOf = ({ tasks }: Plan): readonly string[] => [...new Set(tasks.flatMap(({ changes }) => changes))].map(visible);
