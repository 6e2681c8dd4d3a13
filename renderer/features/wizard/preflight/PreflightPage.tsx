import { Download, RotateCw } from 'lucide-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Segments } from '#renderer/kit/Choices.tsx';
import { saveText } from '#renderer/kit/clipboard.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { t } from '#renderer/texts/current.ts';
import { runPreflight } from '../find-out.ts';
import { basisOf, firstTrouble, tableOf, type PreflightTable } from '../model/preflight-table.ts';
import { PageFrame } from '../PageFrame.tsx';
import { ConflictNotice } from '../SaveMark.tsx';
import { useWizard } from '../wizard-context.ts';
import { adviseRoles } from '../model/recommend.ts';
import { fileSlug } from '#renderer/kit/file-slug.ts';
import { indexOf } from '../model/steps.ts';
import { withControls } from '../model/topology.ts';
import { Matrix } from './Matrix.tsx';
import styles from './Preflight.module.css';

const words = t.wizard.preflight;
type Shown = 'all' | 'troubled';
const choices: readonly { readonly value: Shown; readonly label: string }[] = [
  { value: 'all', label: words.all },
  { value: 'troubled', label: words.troubled },
];

/** Every check on every machine; nothing is written there. */
export function PreflightPage() {
  const { content, found, session, draft, platformId, goTo } = useWizard();
  const { running, at } = found.preflight;
  const table = tableOf(found.cells, content.nodes, running);
  const [chosen, setChosen] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown>('all');
  const again = (): void =>
    void runPreflight(
      { platformId, session, draft },
      draft.state.content.nodes.map((node) => node.id),
    );
  useFirstCheck();
  const report = useReport();
  const isDone = at !== null && !running;
  const selected = found.cells.get(chosen ?? '') ?? (running ? null : firstTrouble(table));
  const rows = shown === 'all' ? table.rows : table.rows.filter((row) => row.worst !== 'pass');
  const onward = async (): Promise<void> => {
    if (found.furthest <= indexOf('preflight')) await recommendRoles();
    goTo('roles');
  };
  const recommendRoles = async (): Promise<void> => {
    const { controlIds } = adviseRoles(draft.state.content.nodes);
    draft.edit((now) => withControls(now, controlIds));
    await draft.flush();
  };
  return (
    <PageFrame wide lead={leadOf(table, nameOf)} blockers={blockersOf(table)} onNext={onward}>
      <ConflictNotice />
      {report.error !== null && <FaultCard fault={toFault(report.error)} onAction={() => report.mutate()} />}
      <Faults onAction={again} />
      <div className={styles.bar}>
        <Segments label={words.show} value={shown} options={choices} onChange={setShown} />
        <span className={styles.when}>
          {isDone && (
            <>
              {words.checked} <RelativeTime at={at} ago />
            </>
          )}
        </span>
        {isDone && (
          <Button icon={<Download size={14} />} isPending={report.isPending} onPress={() => report.mutate()}>
            {words.export}
          </Button>
        )}
        <Button icon={<RotateCw size={14} />} isPending={running} onPress={again}>
          {running ? words.checking : words.again}
        </Button>
      </div>
      <Matrix rows={rows} nodes={content.nodes} running={running} selected={selected} onSelect={setChosen} />
    </PageFrame>
  );

  function nameOf(nodeId: string): string {
    return content.nodes.find((node) => node.id === nodeId)?.name ?? nodeId;
  }
}

function Faults({ onAction }: { readonly onAction: () => void }) {
  const { preflight, unread } = useWizard().found;
  return (
    <>
      {preflight.fault !== null && <FaultCard fault={preflight.fault} onAction={onAction} />}
      {[...unread].map(([nodeId, each]) => (
        <FaultCard key={nodeId} fault={each} onAction={onAction} />
      ))}
    </>
  );
}

/** The report of the last check, as a file. */
function useReport() {
  const { platformId, content, draft } = useWizard();
  return useMutation({
    mutationFn: async () => {
      await draft.flush();
      const { markdown } = await api.nodes.preflightReport({ platformId });
      saveText(`${fileSlug(content.name)}-preflight.md`, markdown, 'text/markdown');
    },
  });
}

/** On the first visit the checks begin by themselves, and when they were made for other answers. */
function useFirstCheck(): void {
  const { platformId, session, draft } = useWizard();
  useEffect(() => {
    const { cells, preflight } = session.snapshot();
    const known = new Set([...cells.values()].map((cell) => cell.nodeId));
    const nodeIds = draft.state.content.nodes.map((node) => node.id);
    const isOld = preflight.basis !== basisOf(draft.state.content) || nodeIds.some((nodeId) => !known.has(nodeId));
    if (!preflight.running && isOld) void runPreflight({ platformId, session, draft }, nodeIds);
  }, [platformId, session, draft]);
}

function leadOf(table: PreflightTable, nameOf: (nodeId: string) => string): string {
  const { counts, verdict, blockedNodes } = table;
  const machines = new Set(table.rows.flatMap((row) => row.cells.map((cell) => cell?.nodeId))).size;
  if (verdict === 'running') return words.sum.running(counts.pass + counts.warn + counts.block);
  if (verdict === 'blocked') return words.sum.blocked(counts.block, blockedNodes.map(nameOf).join(', '));
  if (verdict === 'unknown') return counts.unknown > 0 ? words.sum.incomplete(counts.unknown) : words.sum.unknown;
  return counts.warn === 0 ? words.sum.passed(machines) : words.sum.passedWarn(machines, counts.warn);
}

function blockersOf(table: PreflightTable): string[] {
  if (table.verdict === 'blocked') return [words.blockedWhy];
  if (table.verdict === 'running') return [words.notDone];
  return table.verdict === 'unknown' ? [words.unknownWhy] : [];
}
