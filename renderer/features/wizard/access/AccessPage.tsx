import { useEffect, useRef, useState } from 'react';
import { t } from '#renderer/texts/current.ts';
import { readHostKey } from '../find-out.ts';
import { accessOf, stageOf, sumAccess, type AccessSum } from '../model/access.ts';
import { same } from '../model/merge.ts';
import { EditNode } from '../nodes/EditNode.tsx';
import { PageFrame } from '../PageFrame.tsx';
import { ConflictNotice } from '../SaveMark.tsx';
import { useWizard } from '../wizard-context.ts';
import { AccessTable } from './AccessTable.tsx';
import { ChangedKey } from './ChangedKey.tsx';
import { CompareKeys } from './CompareKeys.tsx';
import { InstallKey } from './InstallKey.tsx';
import { SudoPassword } from './SudoPassword.tsx';
import styles from './Access.module.css';

const words = t.wizard.access;

/** Recognise each machine, get in, become administrator: always the next of these is asked, and nothing else. */
export function AccessPage() {
  const { content, found, draft, session, platformId } = useWizard();
  const [editing, setEditing] = useState<string | null>(null);
  const decision = useRef<HTMLDivElement>(null);
  useFirstLook();
  const sum = sumAccess(content.nodes, found.access);
  const open = content.nodes.filter((node) => !sum.stages.ready.includes(node.id)).map((node) => node.name);
  const close = (): void => {
    const node = draft.state.content.nodes.find((each) => each.id === editing);
    setEditing(null);
    if (node !== undefined && stageOf(node, accessOf(session.snapshot().access, node.id)) === 'unread') {
      void readHostKey({ platformId, session, draft }, node.id);
    }
  };
  const toDecision = (): void => decision.current?.querySelector<HTMLElement>('input, button')?.focus();
  return (
    <PageFrame lead={leadOf(sum)} blockers={open.length === 0 ? [] : [words.notReady(open.join(', '), open.length)]}>
      <ConflictNotice />
      {sum.stages.changed.map((nodeId) => (
        <ChangedKey key={nodeId} nodeId={nodeId} />
      ))}
      <div ref={decision} className={styles.decision}>
        <Decision sum={sum} />
      </div>
      <AccessTable onEdit={setEditing} onDecide={toDecision} />
      {editing !== null && <EditNode nodeId={editing} onClose={close} />}
    </PageFrame>
  );
}

interface Question {
  readonly kind: 'compare' | 'install' | 'sudo';
  readonly nodeIds: readonly string[];
}
function questionOf(sum: AccessSum): Question | null {
  const { compare, 'locked-out': lockedOut, 'sudo-password': sudo } = sum.stages;
  if (compare.length > 0) return { kind: 'compare', nodeIds: compare };
  if (lockedOut.length > 0) return { kind: 'install', nodeIds: lockedOut };
  return sudo.length > 0 ? { kind: 'sudo', nodeIds: sudo } : null;
}

/** While machines are being looked at the question stays, so that nothing typed into it is lost. */
function Decision({ sum }: { readonly sum: AccessSum }) {
  const { found } = useWizard();
  const [kept, setKept] = useState<Question | null>(null);
  const busy = sum.busy || found.install.running;
  const fresh = questionOf(sum);
  const settled = !busy || kept === null;
  if (settled && !same(kept, fresh)) setKept(fresh);
  const question = settled ? fresh : kept;
  if (question === null) return null;
  if (question.kind === 'compare') return <CompareKeys nodeIds={sum.stages.compare} />;
  if (question.kind === 'install') return <InstallKey nodeIds={question.nodeIds} isBusy={busy} />;
  return <SudoPassword nodeIds={question.nodeIds} isBusy={busy} />;
}

/** Machines that were not looked at in this session show their key by themselves: nothing secret is sent for it. */
function useFirstLook(): void {
  const { platformId, session, draft } = useWizard();
  useEffect(() => {
    const { access } = session.snapshot();
    for (const node of draft.state.content.nodes) {
      const stage = stageOf(node, accessOf(access, node.id));
      if (stage === 'unread' || stage === 'unchecked') void readHostKey({ platformId, session, draft }, node.id);
    }
  }, [platformId, session, draft]);
}

const told = ['changed', 'compare', 'locked-out', 'sudo-password', 'unreachable'] as const;
function leadOf(sum: AccessSum): string {
  const parts = told.filter((stage) => sum.stages[stage].length > 0).map((stage) => words.todo[stage](sum.stages[stage].length));
  return [words.state(sum.ready, sum.total), ...parts].join(' ');
}
