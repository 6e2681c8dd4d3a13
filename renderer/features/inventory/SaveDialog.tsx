import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FaultView } from '#contract/faults/entry.ts';
import { versionMessage } from '#contract/inventory/document.ts';
import { toFault } from '#renderer/faults.ts';
import { complaint } from '#renderer/kit/complaint.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Notice } from '#renderer/kit/Notice.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { StatusMark, StatusShape } from '#renderer/kit/StatusMark.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from './inventory-context.ts';
import styles from './inventory.module.css';
import { countBySeverity, sortedIssues } from './model/issues.ts';
import { notRepeated } from './not-repeated.ts';
import { useLeaving } from './use-leaving.ts';
import { DifferenceList } from './versions/DifferenceList.tsx';
import { compareQuery } from './versions/queries.ts';

const words = t.inventory.save;

interface Refusal {
  readonly fault: FaultView;
  /** The newest version when it was asked for. */
  readonly revision: number;
}

function useSaving(onClose: () => void) {
  const { store } = useInventory();
  const { summary } = useDraftState(store);
  const untilLeft = useLeaving();
  const [isSaving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // Nobody answered any more while it was saved; heard of again, the draft says how that ended.
  const isSaved = refusal !== null && !summary.changed && summary.savedRevision > refusal.revision;
  const save = async (message: string): Promise<void> => {
    setSaving(true);
    setRefusal(null);
    const signal = untilLeft();
    const revision = summary.savedRevision;
    if (await store.save(message, signal)) {
      toast(words.done(store.snapshot().summary.savedRevision));
      return onClose();
    }
    if (signal.aborted) return;
    setSaving(false);
    setRefusal({ fault: notRepeated(toFault(store.takeFault())), revision });
  };
  const fault = isSaved ? null : (refusal?.fault ?? null);
  // Behind a newer version it has to be merged, and that fault says so; else it is enough to look again.
  const isMoved = fault?.code === 'CHANGED_MEANWHILE' && summary.savedRevision === summary.baseRevision;
  return { isSaving, isSaved, isMoved, fault: isMoved ? null : fault, save };
}

export function SaveDialog({ onClose }: { readonly onClose: () => void }) {
  const { store } = useInventory();
  const { summary, issues } = useDraftState(store);
  const [message, setMessage] = useState('');
  const { isSaving, isSaved, isMoved, fault, save } = useSaving(onClose);
  const errors = countBySeverity(issues).error;
  const problem = complaint(versionMessage, message) ?? undefined;
  const submit = (): void => {
    if (!isSaving && problem === undefined) void save(message.trim());
  };
  if (isSaved) return <Saved revision={summary.savedRevision} onClose={onClose} />;
  const footer = (
    <>
      <Button onPress={onClose}>{t.kit.cancel}</Button>
      <Button look="primary" isPending={isSaving} isDisabled={problem !== undefined} onPress={submit}>
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
          submit();
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
      {isMoved && <Notice role="alert">{words.changed}</Notice>}
      {fault === null ? <Differences /> : <Refused fault={fault} onClose={onClose} />}
    </Dialog>
  );
}

function Saved({ revision, onClose }: { readonly revision: number; readonly onClose: () => void }) {
  const footer = (
    <Button look="primary" onPress={onClose}>
      {t.kit.close}
    </Button>
  );
  return (
    <Dialog title={words.title} isOpen onClose={onClose} footer={footer} wide>
      <p role="status">
        <StatusMark status="ready" word={words.done(revision)} />
      </p>
    </Dialog>
  );
}

/** Why it was not saved, and the place where that is mended. */
function Refused({ fault, onClose }: { readonly fault: FaultView; readonly onClose: () => void }) {
  const { store, showIssue } = useInventory();
  const { issues } = useDraftState(store);
  const issue = issues.find((one) => one.path.join('.') === fault.field) ?? sortedIssues(issues)[0];
  const show = (): void => {
    onClose();
    if (issue !== undefined) showIssue(issue);
  };
  return (
    <FaultCard fault={fault}>
      {fault.field !== undefined && issue !== undefined && <Button onPress={show}>{words.showIssue}</Button>}
    </FaultCard>
  );
}

function Differences() {
  const { platformId, store } = useInventory();
  const { summary, seq } = useDraftState(store);
  const { data, error, refetch } = useQuery(
    compareQuery({ platformId, from: { kind: 'saved' }, to: { kind: 'draft', draftId: summary.id }, state: [seq, summary.savedRevision] }),
  );
  if (data === undefined)
    return error === null ? <Skeleton rows={3} /> : <FaultCard fault={toFault(error)} onAction={() => void refetch()} />;
  if (data.differences.length === 0) return <p className={styles.quiet}>{words.same}</p>;
  return <DifferenceList title={words.differences(data.differences.length)} differences={data.differences} />;
}
