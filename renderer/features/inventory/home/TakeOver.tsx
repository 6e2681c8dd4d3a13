import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import page from '../inventory.module.css';
import { DifferenceList } from '../versions/DifferenceList.tsx';
import { compareQuery, placePlatform } from '../versions/queries.ts';
import { homeQuery, placeHome, renewHome } from './queries.ts';

const words = t.inventory.home;

/** Names what changes before what the second home holds is saved here. */
export function TakeOver({ onClose }: { readonly onClose: () => void }) {
  const { platformId, store } = useInventory();
  const { summary } = useDraftState(store);
  const checkedAt = useQuery(homeQuery(platformId)).data?.checkedAt ?? null;
  const state = [summary.savedRevision, checkedAt];
  const compared = useQuery(compareQuery({ platformId, from: { kind: 'saved' }, to: { kind: 'home' }, state }));
  const pull = useMutation({
    mutationFn: () => api.inventory.homes.pull({ platformId }),
    onSuccess({ platform, home }) {
      placePlatform(platform);
      placeHome(platformId, home);
      toast(words.pulled(platform.revision));
      onClose();
    },
    onError: () => void renewHome(platformId),
  });
  const footer = (
    <>
      <Button onPress={onClose}>{t.kit.cancel}</Button>
      <Button look="primary" isPending={pull.isPending} onPress={() => pull.mutate()}>
        {words.pull}
      </Button>
    </>
  );
  return (
    <Dialog title={words.pullTitle} isOpen onClose={onClose} footer={footer} wide>
      <p>{words.pullEffect}</p>
      {summary.changed && (
        <p className={page.warning}>
          <StatusShape status="attention" /> {words.pullDraft}
        </p>
      )}
      {pull.error !== null && <FaultCard fault={toFault(pull.error)} onDismiss={pull.reset} />}
      {compared.error !== null && <FaultCard fault={toFault(compared.error)} onAction={() => void compared.refetch()} />}
      {compared.isPending && compared.error === null && <Skeleton rows={3} />}
      {compared.data !== undefined && compared.data.differences.length === 0 && (
        <p className={page.quiet}>{t.inventory.versions.sameWords}</p>
      )}
      {compared.data !== undefined && compared.data.differences.length > 0 && (
        <DifferenceList title={words.pullChanges(compared.data.differences.length)} differences={compared.data.differences} />
      )}
    </Dialog>
  );
}
