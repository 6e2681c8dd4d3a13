import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Difference } from '#contract/inventory/drift.ts';
import type { RunWish } from '#contract/runs.ts';
import { RebuildNode, RemoveNode, RenameNode } from '#renderer/features/life/NodeDialogs.tsx';
import { Button } from '#renderer/kit/Button.tsx';
import { visible } from '#renderer/kit/format.ts';
import { platformQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState } from '../inventory-context.ts';
import type { DraftStore } from '../model/draft-store.ts';
import styles from './changes.module.css';

const words = t.inventory.changes;

export interface OwnRunProps {
  readonly difference: Difference;
  readonly platformId: string;
  readonly store: DraftStore;
}

/** The button of a run that closes this one, with the dialog that the node itself has for it. */
export function OwnRun({ difference: { closedBy, closedWhen, wish }, platformId, store }: OwnRunProps) {
  const [isOpen, setOpen] = useState(false);
  const { summary } = useDraftState(store);
  if (wish === null || closedBy === null) return null;
  // It is planned from the saved inventory, and must find there what the node is to become.
  const mustSave = wish.kind === 'rebuild-node' && summary.changed;
  return (
    <span className={styles.own}>
      <Button small isDisabled={mustSave} onPress={() => setOpen(true)}>
        {visible(closedBy)}…
      </Button>
      {closedWhen !== null && <span className={styles.quiet}>{mustSave ? words.saveFirst : words.when[closedWhen]}</span>}
      {isOpen && <NodeDialog wish={wish} platformId={platformId} onClose={() => setOpen(false)} />}
    </span>
  );
}

function NodeDialog({ wish, platformId, onClose }: { readonly wish: RunWish; readonly platformId: string; readonly onClose: () => void }) {
  const { data: platform } = useQuery(platformQuery(platformId));
  const node = 'nodeId' in wish ? platform?.nodes.find(({ id }) => id === wish.nodeId) : undefined;
  if (node === undefined) return null;
  if (wish.kind === 'remove-node') return <RemoveNode {...{ platformId, node, onClose }} />;
  if (wish.kind === 'rename-node') return <RenameNode {...{ platformId, node, onClose }} to={wish.name} />;
  return wish.kind === 'rebuild-node' ? <RebuildNode {...{ platformId, node, onClose }} /> : null;
}
