import { useMutation } from '@tanstack/react-query';
import type { Drift } from '#contract/inventory/drift.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Confirm } from '#renderer/kit/Confirm.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState } from '../inventory-context.ts';
import type { DraftStore } from '../model/draft-store.ts';
import { askAnew } from '../ask-anew.ts';
import { notRepeated } from '../not-repeated.ts';
import { useLeaving } from '../use-leaving.ts';
import { FirstOfAll } from './FirstOfAll.tsx';
import { saveFirst } from './save-first.ts';

const words = t.inventory.changes.later;

export interface LaterDialogProps {
  readonly drift: Drift;
  readonly platformId: string;
  readonly store: DraftStore;
  readonly onClose: () => void;
}

/** Asks for the run now, to be started by a person once everything answers. */
export function LaterDialog({ drift, platformId, store, onClose }: LaterDialogProps) {
  const { summary } = useDraftState(store);
  const untilLeft = useLeaving();
  const queue = useMutation({
    mutationFn: async () => {
      const signal = untilLeft();
      await saveFirst(store, '', signal);
      const { wish } = await api.inventory.drift.look({ platformId }, { signal });
      if (wish !== null) await api.inventory.drift.queue({ platformId, wish }, { signal });
      return wish !== null;
    },
    onSuccess: (isQueued) => {
      toast(isQueued ? words.done : t.inventory.changes.allDone);
      onClose();
    },
    onSettled: () => void askAnew(platformId),
  });
  return (
    <Confirm
      isOpen
      title={words.title}
      effect={summary.changed ? `${words.effect} ${words.effectUnsaved}` : words.effect}
      action={summary.changed ? words.actionUnsaved : words.action}
      stake={{ tier: 'restart' }}
      isPending={queue.isPending}
      onClose={onClose}
      onConfirm={() => queue.mutate()}
    >
      {summary.changed && <FirstOfAll differences={drift.differences} />}
      {queue.error !== null && <FaultCard fault={notRepeated(toFault(queue.error))} />}
    </Confirm>
  );
}
