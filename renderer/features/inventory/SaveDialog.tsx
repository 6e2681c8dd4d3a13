import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DocumentDifference } from '#contract/inventory/document.ts';
import { versionMessage } from '#contract/inventory/document.ts';
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
import { useDraftState, useInventory } from './inventory-context.ts';
import styles from './inventory.module.css';
import { countBySeverity, sortedIssues } from './model/issues.ts';
import { differencesQuery } from './queries.ts';

const words = t.inventory.save;
const mostShown = 200;

export function SaveDialog({ onClose }: { readonly onClose: () => void }) {
  const { platformId, store, showIssue } = useInventory();
  const state = useDraftState(store);
  const [message, setMessage] = useState('');
  const [isSaving, setSaving] = useState(false);
  const { summary, issues, seq } = state;
  const [fault, setFault] = useState<unknown>(null);
  const compared = useQuery(differencesQuery({ platformId, draftId: summary.id, seq }));
  const errors = countBySeverity(issues).error;
  const problem = complaint(versionMessage, message) ?? undefined;
  const save = async (): Promise<void> => {
    if (isSaving || problem !== undefined) return;
    setSaving(true);
    setFault(null);
    const isSaved = await store.save(message.trim());
    setSaving(false);
    if (!isSaved) {
      setFault(store.snapshot().fault);
      store.dismiss();
      return;
    }
    toast(words.done(store.snapshot().summary.savedRevision));
    onClose();
  };
  const show = (): void => {
    const field = fault === null ? undefined : toFault(fault).field;
    const issue = issues.find((one) => one.path.join('.') === field) ?? sortedIssues(issues)[0];
    onClose();
    if (issue !== undefined) showIssue(issue);
  };
  const footer = (
    <>
      <Button onPress={onClose}>{t.kit.cancel}</Button>
      <Button look="primary" isPending={isSaving} isDisabled={problem !== undefined} onPress={() => void save()}>
        {words.action}
      </Button>
    </>
  );
  return (
    <Dialog title={words.title} isOpen onClose={onClose} footer={footer} wide>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={words.message}
          note={words.optional}
          hint={words.messageHint}
          value={message}
          onChange={setMessage}
          error={problem}
          autoFocus
        />
      </form>
      {errors > 0 && (
        <p className={styles.warning}>
          <StatusShape status="attention" /> {words.errors(errors)}
        </p>
      )}
      {fault !== null && (
        <FaultCard fault={toFault(fault)}>{issues.length > 0 && <Button onPress={show}>{words.showIssue}</Button>}</FaultCard>
      )}
      {compared.error !== null && <FaultCard fault={toFault(compared.error)} onAction={() => void compared.refetch()} />}
      {compared.isPending && compared.error === null && <Skeleton rows={3} />}
      {compared.data !== undefined && <Differences differences={compared.data.differences} />}
    </Dialog>
  );
}

function Differences({ differences }: { readonly differences: readonly DocumentDifference[] }) {
  if (differences.length === 0) return <p className={styles.quiet}>{words.same}</p>;
  return (
    <section>
      <h3 className={styles.listTitle}>{words.differences(differences.length)}</h3>
      <div role="group" aria-label={words.differences(differences.length)} tabIndex={0} className={styles.differences}>
        <ul>
          {differences.slice(0, mostShown).map((one) => (
            <li key={JSON.stringify(one.path)} data-kind={one.kind}>
              {one.sentence}
            </li>
          ))}
        </ul>
        {differences.length > mostShown && <p>{words.more(differences.length - mostShown)}</p>}
      </div>
    </section>
  );
}
