import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { versionMessage } from '#contract/inventory/document.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { complaint } from '#renderer/features/wizard/model/fields.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import page from '../inventory.module.css';
import { DifferenceList } from './DifferenceList.tsx';
import { compareQuery, placePlatform } from './queries.ts';

const words = t.inventory.versions.restore;

interface Restoring {
  readonly platformId: string;
  readonly revision: number;
  readonly expectedRevision: number;
  readonly message: string;
}

async function restore(wish: Restoring): Promise<number> {
  const platform = await api.inventory.versions.restore(wish);
  placePlatform(platform);
  return platform.revision;
}

/** Saves what was the newest before; whatever was saved since is not written over. */
function undone(platformId: string, revision: number, expectedRevision: number): void {
  const message = words.undoMessage(revision);
  restore({ platformId, revision, expectedRevision, message }).catch((error: unknown) => toast(toFault(error).what));
}

interface RestoreDialogProps {
  readonly revision: number;
  readonly onClose: () => void;
}

/** Names what changes before an earlier version is saved again. */
export function RestoreDialog({ revision, onClose }: RestoreDialogProps) {
  const { platformId, store, address } = useInventory();
  const { summary } = useDraftState(store);
  const newest = summary.savedRevision;
  const [message, setMessage] = useState('');
  const problem = complaint(versionMessage, message) ?? undefined;
  const compared = useQuery(compareQuery({ platformId, from: { kind: 'saved' }, to: { kind: 'version', revision }, state: [newest] }));
  const save = useMutation({
    mutationFn: () => restore({ platformId, revision, expectedRevision: newest, message: message.trim() }),
    onSuccess(now) {
      toast(words.done(revision), () => undone(platformId, newest, now));
      address.set({ from: '', to: '' });
      onClose();
    },
  });
  const submit = (): void => {
    if (problem === undefined && !save.isPending) save.mutate();
  };
  const formId = useId();
  const footer = (
    <>
      <Button onPress={onClose}>{t.kit.cancel}</Button>
      <Button type="submit" form={formId} look="primary" isPending={save.isPending} isDisabled={problem !== undefined}>
        {words.action(revision)}
      </Button>
    </>
  );
  return (
    <Dialog title={words.title(revision)} isOpen onClose={onClose} footer={footer} wide>
      <p>{words.effect(revision, newest)}</p>
      {summary.changed && (
        <p className={page.warning}>
          <StatusShape status="attention" /> {words.draft}
        </p>
      )}
      {save.error !== null && <FaultCard fault={toFault(save.error)} onDismiss={save.reset} />}
      {compared.error !== null && <FaultCard fault={toFault(compared.error)} onAction={() => void compared.refetch()} />}
      {compared.isPending && compared.error === null && <Skeleton rows={3} />}
      {compared.data !== undefined && compared.data.differences.length === 0 && (
        <p className={page.quiet}>
          {compared.data.from === compared.data.to ? t.inventory.versions.sameText : t.inventory.versions.sameWords}
        </p>
      )}
      {compared.data !== undefined && compared.data.differences.length > 0 && (
        <DifferenceList title={words.changes(compared.data.differences.length)} differences={compared.data.differences} />
      )}
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={words.message}
          note={t.inventory.save.optional}
          hint={words.messageHint(revision)}
          value={message}
          onChange={setMessage}
          error={problem}
          autoFocus
        />
      </form>
    </Dialog>
  );
}
