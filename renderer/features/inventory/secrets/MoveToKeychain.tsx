import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DocumentIssue } from '#contract/inventory/document.ts';
import { secretName } from '#contract/inventory/secrets.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { FormDialog } from '#renderer/kit/FormDialog.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import { valueAt } from '../model/document-data.ts';
import { inventorySecretsQuery } from '../queries.ts';
import { keepAndRefer } from './keep-and-refer.ts';
import { askAnew } from '../ask-anew.ts';
import { clearText, nameFor } from './secret-model.ts';
import styles from './secrets.module.css';

const words = t.inventory.secrets.move;

/** On an issue that found a secret in plain text. */
export function MoveToKeychain({ issue }: { readonly issue: Pick<DocumentIssue, 'path'> }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button small onPress={() => setOpen(true)}>
        {words.action}
      </Button>
      {isOpen && <MoveDialog path={issue.path} onClose={() => setOpen(false)} />}
    </>
  );
}

interface MoveDialogProps {
  readonly path: DocumentIssue['path'];
  readonly onClose: () => void;
}

function useMove({ path, onClose }: MoveDialogProps) {
  const { platformId, store } = useInventory();
  const secrets = useQuery(inventorySecretsQuery(platformId));
  const taken = new Set((secrets.data ?? []).filter(({ set }) => set).map(({ name }) => name));
  const [typed, setTyped] = useState<string | null>(null);
  const [isGone, setGone] = useState(false);
  const name = typed ?? nameFor(path, taken);
  const read = secretName.safeParse(name);
  const move = useMutation({
    mutationFn: (value: string) => keepAndRefer({ platformId, store, path, name, value }),
    onSuccess: () => {
      toast(words.done(name));
      onClose();
    },
    onSettled: () => void askAnew(platformId),
    // The value is part of what a mutation remembers.
    gcTime: 0,
  });
  const submit = (): void => {
    const value = clearText(valueAt(store.snapshot().data, path));
    if (value === null) setGone(true);
    else if (read.success) move.mutate(value);
  };
  const problem = read.success ? undefined : read.error.issues[0]?.message;
  return { secrets, name, setTyped, problem: isGone ? words.gone : problem, isTaken: taken.has(name), move, submit };
}

function MoveDialog({ path, onClose }: MoveDialogProps) {
  const { secrets, name, setTyped, problem, isTaken, move, submit } = useMove({ path, onClose });
  return (
    <FormDialog
      title={words.title}
      action={words.confirm}
      isReady={problem === undefined && secrets.data !== undefined}
      isPending={move.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <p className={styles.quiet}>{words.text(visible(path.join('.')))}</p>
      {secrets.isPending && <Skeleton rows={2} />}
      {secrets.error !== null && <FaultCard fault={toFault(secrets.error)} onAction={() => void secrets.refetch()} />}
      {secrets.data !== undefined && (
        <TextField
          mono
          autoFocus
          label={words.name}
          hint={words.nameHint}
          value={name}
          onChange={setTyped}
          error={problem}
          warning={isTaken ? words.replaces(name) : undefined}
        />
      )}
      <p className={styles.quiet}>{words.history}</p>
      {move.error !== null && <FaultCard fault={toFault(move.error)} />}
    </FormDialog>
  );
}
