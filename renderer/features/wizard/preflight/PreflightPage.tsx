import { RotateCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '#renderer/kit/Button.tsx';
import { Segments } from '#renderer/kit/Choices.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { t } from '#renderer/texts/current.ts';
import { runPreflight } from '../find-out.ts';
import { cellKey, firstTrouble, tableOf, type PreflightTable } from '../model/preflight-table.ts';
import { PageFrame } from '../PageFrame.tsx';
import { ConflictNotice } from '../SaveMark.tsx';
import { useWizard } from '../wizard-context.ts';
import { adviseRoles, withControl } from '../model/recommend.ts';
import { indexOf } from '../model/steps.ts';
import { CellDetails } from './CellDetails.tsx';
import { Matrix } from './Matrix.tsx';
import styles from './Preflight.module.css';

const words = t.wizard.preflight;
type Shown = 'all' | 'troubled';

/** Every check on every machine; nothing is written there. */
export function PreflightPage() {
  const { content, found, session, draft, platformId, goTo } = useWizard();
  const { running, at, fault } = found.preflight;
  const table = tableOf(found.cells, content.nodes, running);
  const [chosen, setChosen] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown>('all');
  const again = (): void =>
    void runPreflight(
      { platformId, session, draft },
      draft.state.content.nodes.map((node) => node.id),
    );
  useFirstCheck();
  const selected = found.cells.get(chosen ?? '') ?? (running ? null : firstTrouble(table));
  const rows = shown === 'all' ? table.rows : table.rows.filter((row) => row.worst !== 'pass');
  const onward = async (): Promise<void> => {
    if (found.furthest <= indexOf('preflight')) await recommendRoles();
    goTo('roles');
  };
  const recommendRoles = async (): Promise<void> => {
    const { controlId } = adviseRoles(draft.state.content.nodes);
    if (controlId !== null) draft.edit((now) => withControl(now, controlId));
    await draft.flush();
  };
  return (
    <PageFrame wide lead={leadOf(table, nameOf)} blockers={blockersOf(table)} onNext={onward}>
      <ConflictNotice />
      {fault !== null && <FaultCard fault={fault} onAction={again} />}
      {[...found.unread].map(([nodeId, each]) => (
        <FaultCard key={nodeId} fault={each} onAction={again} />
      ))}
      <div className={styles.bar}>
        <Segments
          label={words.show}
          value={shown}
          options={[
            { value: 'all', label: words.all },
            { value: 'troubled', label: words.troubled },
          ]}
          onChange={setShown}
        />
        <span className={styles.when}>
          {at !== null && !running && (
            <>
              {words.checked} <RelativeTime at={at} ago />
            </>
          )}
        </span>
        <Button icon={<RotateCw size={14} />} isPending={running} onPress={again}>
          {running ? words.checking : words.again}
        </Button>
      </div>
      <div className={styles.split}>
        <Matrix
          rows={rows}
          nodes={content.nodes}
          running={running}
          selected={selected === null ? null : cellKey(selected)}
          onSelect={setChosen}
        />
        <CellDetails cell={selected} nodeName={selected === null ? '' : nameOf(selected.nodeId)} />
      </div>
    </PageFrame>
  );

  function nameOf(nodeId: string): string {
    return content.nodes.find((node) => node.id === nodeId)?.name ?? nodeId;
  }
}

/** On the first visit the checks begin by themselves. */
function useFirstCheck(): void {
  const { platformId, session, draft } = useWizard();
  useEffect(() => {
    const { cells, preflight } = session.snapshot();
    const known = new Set([...cells.values()].map((cell) => cell.nodeId));
    const nodeIds = draft.state.content.nodes.map((node) => node.id);
    if (!preflight.running && nodeIds.some((nodeId) => !known.has(nodeId))) void runPreflight({ platformId, session, draft }, nodeIds);
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
