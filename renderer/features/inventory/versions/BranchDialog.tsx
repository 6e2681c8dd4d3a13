import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { draftName } from '#contract/inventory/drafts.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { complaint } from '#renderer/kit/complaint.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { FormDialog } from '#renderer/kit/FormDialog.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import { draftsQuery, renewDrafts } from './queries.ts';

const words = t.inventory.versions.branch;

interface BranchDialogProps {
  readonly revision: number;
  readonly onClose: () => void;
}

/** A draft of its own name that begins with an earlier version. */
export function BranchDialog({ revision, onClose }: BranchDialogProps) {
  const { platformId, address } = useInventory();
  const drafts = useQuery(draftsQuery(platformId));
  const [typed, setTyped] = useState(words.usual(revision));
  const name = typed.trim();
  const isTaken = drafts.data?.some((one) => one.name === name) === true;
  const problem = isTaken ? words.taken(name) : (complaint(draftName, typed) ?? undefined);
  const begin = useMutation({
    mutationFn: () => api.inventory.drafts.open({ platformId, name, fromRevision: revision }),
    onSuccess() {
      void renewDrafts(platformId);
      toast(words.done(name));
      address.set({ draft: name, tab: '', from: '', to: '' });
      onClose();
    },
  });
  // Under a name that is there already, that draft would be opened as it is.
  const isReady = problem === undefined && drafts.data !== undefined;
  return (
    <FormDialog
      title={words.title(revision)}
      action={words.action}
      isReady={isReady}
      isPending={begin.isPending}
      onSubmit={() => begin.mutate()}
      onClose={onClose}
    >
      <p>{words.effect}</p>
      {begin.error !== null && <FaultCard fault={toFault(begin.error)} onDismiss={begin.reset} />}
      {drafts.error !== null && <FaultCard fault={toFault(drafts.error)} onAction={() => void drafts.refetch()} />}
      <TextField label={words.name} value={typed} onChange={setTyped} error={problem} autoFocus />
    </FormDialog>
  );
}
