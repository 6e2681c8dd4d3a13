import { useMutation } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Plan, Run } from '#contract/runs.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Confirm, ConfirmList } from '#renderer/kit/Confirm.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { paths } from '#renderer/paths.ts';
import { queryClient } from '#renderer/server-state/query-client.ts';
import { platformQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { isPlanChanged, newsOf } from './plan-news.ts';
import { PlanNews } from './PlanNews.tsx';
import type { ActLock } from './run-acts.ts';

const words = t.runs.undo;

/** The way to take an ended run back: asks the engine what that would be, and shows it before anything happens. */
export function UndoRun({ run, lock }: { readonly run: Run; readonly lock: ActLock }) {
  const [isOpen, setOpen] = useState(false);
  // Made anew each time: other runs may have taken some of it back since.
  const look = useMutation({
    mutationFn: () => lookAt(run),
    onSettled: () => setOpen(true),
  });
  const close = (): void => setOpen(false);
  return (
    <>
      <Button {...lock} small look="quiet" icon={<Undo2 size={14} />} isPending={look.isPending} onPress={() => look.mutate()}>
        {words.open}
      </Button>
      {look.error !== null && (
        <Dialog title={words.title(run.title)} isOpen={isOpen} onClose={close} footer={<Button onPress={close}>{t.kit.close}</Button>}>
          <FaultCard fault={toFault(look.error)} />
        </Dialog>
      )}
      {look.data !== undefined && <Ask run={run} outlook={look.data} isOpen={isOpen} onClose={close} />}
    </>
  );
}

interface Outlook {
  readonly platform: string;
  /** What is taken back, as the run called it, in the order of taking back. */
  readonly steps: readonly string[];
  readonly plan: Plan;
}

async function lookAt(run: Run): Promise<Outlook> {
  const [plan, platform] = await Promise.all([
    api.runs.planUndo({ runId: run.id }),
    queryClient.ensureQueryData(platformQuery(run.platformId)),
  ]);
  const titles = new Map(run.tasks.map((task) => [task.id, task.title]));
  return { platform: platform.name, steps: plan.tasks.map((task) => titles.get(task.id) ?? task.title), plan };
}

interface AskProps {
  readonly run: Run;
  readonly outlook: Outlook;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Null: it would be another plan than was shown, and was not started. */
async function startUndo(run: Run, planDigest: string): Promise<string | null> {
  try {
    return (await api.runs.undo({ runId: run.id, planDigest })).runId;
  } catch (error) {
    if (isPlanChanged(toFault(error))) return null;
    throw error;
  }
}

function Ask({ run, outlook, isOpen, onClose }: AskProps) {
  const navigate = useNavigate();
  const [other, setOther] = useState<Outlook | null>(null);
  const { platform, steps, plan } = other ?? outlook;
  const undo = useMutation({
    mutationFn: async () => {
      const runId = await startUndo(run, plan.digest);
      return runId ?? setOther(await lookAt(run));
    },
    onSuccess: (runId) => (typeof runId === 'string' ? navigate(paths.run(runId)) : undefined),
  });
  return (
    <Confirm
      isOpen={isOpen}
      title={words.title(run.title)}
      effect={words.effect(steps.length)}
      action={words.action(steps.length)}
      keep={words.keep}
      stake={{ tier: 'data', objects: steps.map(visible), name: platform }}
      listTitle={words.steps}
      isPending={undo.isPending}
      onClose={() => {
        undo.reset();
        setOther(null);
        onClose();
      }}
      onConfirm={() => undo.mutate()}
    >
      <ConfirmList prose title={words.stays} items={plan.stays.map(visible)} />
      <PlanNews news={newsOf(outlook.plan, plan)} isRefused={other !== null} />
      {undo.error !== null && <FaultCard fault={toFault(undo.error)} />}
    </Confirm>
  );
}
