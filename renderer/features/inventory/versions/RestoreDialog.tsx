import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { versionMessage } from '#contract/inventory/document.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { complaint } from '#renderer/kit/complaint.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { FormDialog } from '#renderer/kit/FormDialog.tsx';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import page from '../inventory.module.css';
import { placePlatform } from './queries.ts';
import { refused } from './refused.ts';
import { WhatChanges } from './WhatChanges.tsx';

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
  restore({ platformId, revision, expectedRevision, message }).catch((error: unknown) => refused(platformId, error));
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
  const save = useMutation({
    mutationFn: () => restore({ platformId, revision, expectedRevision: newest, message: message.trim() }),
    onSuccess(now) {
      toast(words.done(revision), () => undone(platformId, newest, now));
      address.set({ from: '', to: '' });
      onClose();
    },
  });
  return (
    <FormDialog
      title={words.title(revision)}
      action={words.action(revision)}
      isReady={problem === undefined}
      isPending={save.isPending}
      onSubmit={() => save.mutate()}
      onClose={onClose}
      wide
    >
      <p>{words.effect(revision, newest)}</p>
      {summary.changed && (
        <p className={page.warning}>
          <StatusShape status="attention" /> {words.draft}
        </p>
      )}
      {save.error !== null && <FaultCard fault={toFault(save.error)} onDismiss={save.reset} />}
      <WhatChanges
        wish={{ platformId, from: { kind: 'saved' }, to: { kind: 'version', revision }, state: [newest] }}
        title={words.changes}
      />
      <TextField
        label={words.message}
        note={t.inventory.save.optional}
        hint={words.messageHint(revision)}
        value={message}
        onChange={setMessage}
        error={problem}
        autoFocus
      />
    </FormDialog>
  );
}
