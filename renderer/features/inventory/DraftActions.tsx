import { Check, CircleAlert, Ellipsis, Redo2, Undo2 } from 'lucide-react';
import { useState, useSyncExternalStore } from 'react';
import { connection } from '#renderer/connection.ts';
import { Button, IconButton } from '#renderer/kit/Button.tsx';
import { Menu } from '#renderer/kit/Menu.tsx';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from './inventory-context.ts';
import styles from './inventory.module.css';
import type { DraftStore, Sync } from './model/draft-store.ts';
import { countBySeverity } from './model/issues.ts';
import { SaveDialog } from './SaveDialog.tsx';
import type { DraftSession } from './sessions.ts';
import { redone, syncShown, undone } from './undo.ts';

const words = t.inventory;
/** Views whose own act comes first. */
const withAct = new Set(['changes', 'merge', 'merge-home', 'home', 'exchange']);

/** Undo, redo, what is wrong, and the way into the saved inventory. */
export function DraftActions({ session }: { readonly session: DraftSession }) {
  const { store, address } = useInventory();
  const { undo, redo, summary, sync } = useDraftState(store);
  const [isSaving, setSaving] = useState(false);
  const isBehind = summary.savedRevision > summary.baseRevision;
  const discard = (): void => void discarded(session, store);
  const more = [{ id: 'discard', label: words.discard, danger: true, isDisabled: !summary.changed, run: discard }];
  return (
    <>
      <SyncMark store={store} />
      <IconButton
        label={undo === null ? words.undo : words.undoOf(undo)}
        keys="mod+z"
        icon={<Undo2 size={15} />}
        isDisabled={undo === null && sync === 'kept'}
        onPress={() => void undone(store)}
      />
      <IconButton
        label={redo === null ? words.redo : words.redoOf(redo)}
        keys="mod+shift+z"
        icon={<Redo2 size={15} />}
        isDisabled={redo === null}
        onPress={() => void redone(store)}
      />
      <IssuesButton />
      <Button
        look={isBehind || withAct.has(address.get('tab')) ? 'plain' : 'primary'}
        isDisabled={!summary.changed}
        onPress={() => setSaving(true)}
      >
        {words.save.open}
      </Button>
      <Menu label={t.kit.more} actions={more}>
        <IconButton label={t.kit.more} icon={<Ellipsis size={15} />} />
      </Menu>
      {isSaving && <SaveDialog onClose={() => setSaving(false)} />}
    </>
  );
}

async function discarded(session: DraftSession, store: DraftStore): Promise<void> {
  try {
    const left = await session.discard();
    if (left !== null) toast(words.discarded, () => void broughtBack(session, left));
  } catch (error) {
    store.report(error);
  }
}

/** Another draft may be open by now: it stays so. */
async function broughtBack(session: DraftSession, left: DraftStore): Promise<void> {
  const state = session.snapshot();
  const shown = state.phase === 'open' ? state.store : null;
  try {
    const name = await session.restore(left);
    if (shown?.snapshot().summary.name === left.snapshot().summary.name) await session.switchTo(name);
  } catch (error) {
    shown?.report(error);
  }
}

const hints: Readonly<Record<Sync, string>> = {
  kept: words.sync.keptHint,
  sending: words.sync.keptHint,
  waiting: words.sync.waitingHint,
  refused: words.sync.refusedHint,
};

/** Whether what was done here is safe; it stays quiet as long as it is. */
function SyncMark({ store }: { readonly store: DraftStore }) {
  const { sync: known, fault } = useDraftState(store);
  const { phase } = useSyncExternalStore(connection.subscribe, connection.get);
  const sync = syncShown(known, phase);
  const isSafe = sync === 'kept' || sync === 'sending';
  return (
    <>
      <span className={styles.sync} role="status" aria-live={isSafe ? 'off' : 'polite'} data-sync={sync} title={hints[sync]}>
        {sync === 'kept' && <Check size={13} aria-hidden />}
        {!isSafe && <StatusShape status="attention" />}
        {words.sync[sync]}
      </span>
      {sync === 'refused' && fault === null && <Button onPress={() => store.retry()}>{t.faults.remedies.retry}</Button>}
    </>
  );
}

function IssuesButton() {
  const { store, address } = useInventory();
  const { issues } = useDraftState(store);
  const isShown = address.get('panel') === 'issues' && address.open === null;
  const toggle = (): void => address.set({ panel: isShown ? '' : 'issues', open: '' });
  const counts = countBySeverity(issues);
  const tone = counts.error > 0 ? 'error' : counts.warning > 0 ? 'warning' : 'calm';
  return (
    <span className={styles.issuesButton} data-tone={tone}>
      <Button aria-expanded={isShown} icon={<CircleAlert size={15} />} onPress={toggle}>
        {issues.length === 0 ? words.issues.none : words.issues.open(issues.length)}
      </Button>
    </span>
  );
}
