import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import page from '../inventory.module.css';
import { placePlatform } from '../versions/queries.ts';
import { WhatChanges } from '../versions/WhatChanges.tsx';
import { homeQuery, placeHome, renewHome } from './queries.ts';

const words = t.inventory.home;

/** Names what changes before what the second home holds is saved here. */
export function TakeOver({ onClose }: { readonly onClose: () => void }) {
  const { platformId, store } = useInventory();
  const { summary } = useDraftState(store);
  const checkedAt = useQuery(homeQuery(platformId)).data?.checkedAt ?? null;
  const state = [summary.savedRevision, checkedAt];
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
      <WhatChanges wish={{ platformId, from: { kind: 'saved' }, to: { kind: 'home' }, state }} title={words.pullChanges} />
    </Dialog>
  );
}
