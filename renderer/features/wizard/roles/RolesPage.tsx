import { Sparkles } from 'lucide-react';
import { Button } from '#renderer/kit/Button.tsx';
import { Segments } from '#renderer/kit/Choices.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { formatBytes } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { adviseRoles, type RoleReason } from '../model/recommend.ts';
import { controlsOf, countsFor, nearestCount, withControls, withControlTurned, withCount } from '../model/topology.ts';
import { PageFrame } from '../PageFrame.tsx';
import { ConflictNotice } from '../SaveMark.tsx';
import tables from '#renderer/kit/PlainTable.module.css';
import { useNote, useWizard } from '../wizard-context.ts';
import { Means } from './Means.tsx';
import { RoleRow } from './RoleRow.tsx';
import styles from './Roles.module.css';

const words = t.wizard.roles;

/** One, three or five control nodes, the rest workers; what that means is said at once. */
export function RolesPage() {
  const { content, draft, verdict } = useWizard();
  const controls = controlsOf(content.nodes);
  const wrong = Object.keys(verdict.errors).filter((path) => /^nodes\.[^.]+\.(labels|taints)/.test(path)).length;
  const count = verdict.errors['roles'];
  const unsound = verdict.warnings['roles'];
  const blockers = [...(count === undefined ? [] : [count]), ...(wrong === 0 ? [] : [t.wizard.fieldsWrong(wrong)])];
  const several = controls.length > 1;
  const choose = (nodeId: string): void => draft.edit((now) => (several ? withControlTurned(now, nodeId) : withControls(now, [nodeId])));
  const names = controls.map((node) => node.name);
  return (
    <PageFrame lead={names.length === 0 ? words.intro : words.sum(names, content.nodes.length - names.length)} blockers={blockers}>
      <ConflictNotice />
      <Advice />
      <ControlCount />
      {unsound !== undefined && <p className={styles.hint}>{unsound}</p>}
      <div className={styles.room}>
        <div className={tables.scroll}>
          <table className={cx(tables.table, styles.table)} aria-label={words.table}>
            <Head />
            <tbody>
              {content.nodes.map((node) => (
                <RoleRow key={node.id} node={node} alone={content.nodes.length === 1} several={several} onChoose={() => choose(node.id)} />
              ))}
            </tbody>
          </table>
        </div>
      </div>
      <Means content={content} />
      <p className={styles.hint}>{words.intro}</p>
    </PageFrame>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">{words.columns.control}</th>
        <th scope="col">{words.columns.name}</th>
        <th scope="col" className={tables.number}>
          {words.columns.cpu}
        </th>
        <th scope="col" className={tables.number}>
          {words.columns.memory}
        </th>
        <th scope="col" className={tables.number}>
          {words.columns.disk}
        </th>
        <th scope="col">{words.columns.labels}</th>
        <th scope="col">{words.columns.taints}</th>
      </tr>
    </thead>
  );
}

const countNames: Readonly<Record<string, string>> = words.count;

/** Null while one leads and nobody has said that it is to be one: the first control node is only what a platform begins with. */
function useChosenCount() {
  const { content } = useWizard();
  const [noted, choose] = useNote('roles.count', '');
  const leading = controlsOf(content.nodes).length;
  return { chosen: leading > 1 ? nearestCount(leading) : noted === '1' ? 1 : null, choose };
}

/** With fewer than three machines there is nothing to choose. */
function ControlCount() {
  const { content, draft } = useWizard();
  const { choose } = useChosenCount();
  const counts = countsFor(content.nodes.length);
  if (counts.length < 2) return null;
  return (
    <div className={styles.count}>
      <span aria-hidden>{words.counts}</span>
      <Segments
        label={words.counts}
        value={String(nearestCount(controlsOf(content.nodes).length))}
        options={counts.map((count) => ({ value: String(count), label: countNames[count] ?? String(count) }))}
        onChange={(count) => {
          choose(count);
          draft.edit((now) => withCount(now, Number(count)));
        }}
      />
    </div>
  );
}

function sentence(reason: RoleReason): string {
  if (reason.kind === 'none') return words.reason.none;
  if ('names' in reason) return words.reason[reason.kind](reason.names);
  if (reason.kind === 'single' || reason.kind === 'no-facts') return words.reason[reason.kind](reason.name);
  const power = words.power(reason.cores, formatBytes(reason.memoryBytes));
  return words.reason[reason.kind]({ name: reason.name, power, gpus: reason.gpuMachines.join(', ') });
}

function Advice() {
  const { content, draft } = useWizard();
  const { chosen } = useChosenCount();
  const { controlIds, reason } = adviseRoles(content.nodes, chosen);
  const advised = controlIds.flatMap((id) => content.nodes.filter((node) => node.id === id));
  const taken = advised.length === controlsOf(content.nodes).length && advised.every((node) => node.role === 'control');
  return (
    <div className={styles.advice}>
      <Sparkles size={14} aria-hidden />
      <p>{sentence(reason)}</p>
      {!taken && (
        <Button small onPress={() => draft.edit((now) => withControls(now, controlIds))}>
          {words.use(advised.map((node) => node.name))}
        </Button>
      )}
    </div>
  );
}
