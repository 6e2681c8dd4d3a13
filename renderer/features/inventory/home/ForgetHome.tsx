import { useMutation } from '@tanstack/react-query';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Confirm } from '#renderer/kit/Confirm.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import { placeHome } from './queries.ts';

const words = t.inventory.home;

export function ForgetHome({ onClose }: { readonly onClose: () => void }) {
  const { platformId } = useInventory();
  const forget = useMutation({
    mutationFn: () => api.inventory.homes.forget({ platformId }),
    onSuccess() {
      placeHome(platformId, null);
      toast(words.forgotten);
      onClose();
    },
  });
  return (
    <Confirm
      isOpen
      title={words.forgetTitle}
      effect={words.forgetEffect}
      action={words.forgetAction}
      stake={{ tier: 'restart' }}
      isPending={forget.isPending}
      onClose={onClose}
      onConfirm={() => forget.mutate()}
    >
      {forget.error !== null && <FaultCard fault={toFault(forget.error)} onDismiss={forget.reset} />}
    </Confirm>
  );
}
