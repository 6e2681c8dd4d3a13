import { useMutation } from '@tanstack/react-query';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Confirm } from '#renderer/kit/Confirm.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { askAnew } from '../ask-anew.ts';
import type { SecretRow } from './secret-model.ts';

const words = t.inventory.secrets.removing;

export interface RemoveSecretProps {
  readonly platformId: string;
  readonly row: SecretRow;
  readonly onClose: () => void;
}

/** Nobody can bring the value back: its name is typed where something refers to it. */
export function RemoveSecret({ platformId, row: { name, uses }, onClose }: RemoveSecretProps) {
  const objects = uses.map(({ what }) => visible(what));
  const remove = useMutation({
    mutationFn: () => api.inventory.secrets.remove({ platformId, name }),
    onSuccess: () => {
      void askAnew(platformId);
      toast(words.done(name));
      onClose();
    },
  });
  return (
    <Confirm
      isOpen
      title={words.title(name)}
      effect={words.effect}
      action={words.action}
      stake={objects.length === 0 ? { tier: 'restart' } : { tier: 'data', objects, name }}
      listTitle={words.used}
      isPending={remove.isPending}
      onClose={onClose}
      onConfirm={() => remove.mutate()}
    >
      {remove.error !== null && <FaultCard fault={toFault(remove.error)} />}
    </Confirm>
  );
}
