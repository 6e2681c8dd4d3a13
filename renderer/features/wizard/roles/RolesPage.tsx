import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import type { Node } from '#contract/nodes.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { formatBytes, visible } from '#renderer/kit/format.ts';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { labelsText } from '../model/fields.ts';
import { adviseRoles, withControl, type RoleReason } from '../model/recommend.ts';
import { controls } from '../model/steps.ts';
import { PageFrame } from '../PageFrame.tsx';
import { ConflictNotice } from '../SaveMark.tsx';
import tables from '../Table.module.css';
import { useField, useWizard } from '../wizard-context.ts';
import styles from './Roles.module.css';

const words = t.wizard.roles;

/** One control node, the rest workers. */
export function RolesPage() {
  const { content, draft, verdict } = useWizard();
  const control = content.nodes.find((node) => node.role === 'control');
  const wrong = Object.keys(verdict.errors).filter((path) => /^nodes\.[^.]+\.(labels|role|taints)/.test(path)).length;
  const blockers = [...(controls(content) === 1 ? [] : [words.exactlyOne]), ...(wrong === 0 ? [] : [t.wizard.fieldsWrong(wrong)])];
  const choose = (nodeId: string): void => draft.edit((now) => withControl(now, nodeId));
  return (
    <PageFrame lead={control === undefined ? words.intro : words.sum(control.name, content.nodes.length - 1)} blockers={blockers}>
      <ConflictNotice />
      <Advice onUse={choose} />
      <div className={tables.scroll}>
        <table className={tables.table} aria-label={words.table}>
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
            </tr>
          </thead>
          <tbody>
            {content.nodes.map((node) => (
              <RoleRow key={node.id} node={node} alone={content.nodes.length === 1} onChoose={() => choose(node.id)} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.hint}>{words.intro}</p>
    </PageFrame>
  );
}

function sentence(reason: RoleReason): string {
  if (reason.kind === 'none') return words.reason.none;
  if (reason.kind === 'single' || reason.kind === 'no-facts') return words.reason[reason.kind](reason.name);
  const power = words.power(reason.cores, formatBytes(reason.memoryBytes));
  return words.reason[reason.kind]({ name: reason.name, power, gpus: reason.gpuMachines.join(', ') });
}

function Advice({ onUse }: { readonly onUse: (nodeId: string) => void }) {
  const { content } = useWizard();
  const { controlId, reason } = adviseRoles(content.nodes);
  const advised = content.nodes.find((node) => node.id === controlId);
  return (
    <div className={styles.advice}>
      <Sparkles size={14} aria-hidden />
      <p>{sentence(reason)}</p>
      {advised !== undefined && advised.role !== 'control' && (
        <Button small onPress={() => onUse(advised.id)}>
          {words.use(advised.name)}
        </Button>
      )}
    </div>
  );
}

interface RoleRowProps {
  readonly node: Node;
  readonly alone: boolean;
  readonly onChoose: () => void;
}
function RoleRow({ node, alone, onChoose }: RoleRowProps) {
  const { facts } = node;
  const root = facts?.disks.find((disk) => disk.mount === '/') ?? facts?.disks[0];
  const role = alone ? words.role.both : words.role[node.role];
  const chosen = node.role === 'control';
  return (
    <tr className={cx(chosen && styles.chosen)}>
      <td>
        <label className={styles.radio}>
          <input type="radio" name="control-node" checked={chosen} onChange={onChoose} aria-label={words.makeControl(node.name)} />
        </label>
      </td>
      <th scope="row">
        {node.name}
        <div className={styles.role}>{[role, ...gpuText(node)].join(' · ')}</div>
      </th>
      <td className={tables.number}>{facts === null ? words.unknown : t.wizard.drawing.cores(facts.cpu.cores)}</td>
      <td className={tables.number}>{facts === null ? words.unknown : formatBytes(facts.memoryBytes)}</td>
      <td className={tables.number}>{root === undefined ? words.unknown : formatBytes(root.freeBytes)}</td>
      <td>
        <Labels node={node} />
      </td>
    </tr>
  );
}

function gpuText({ facts }: Node): string[] {
  const [first] = facts?.gpus ?? [];
  if (facts === null || first === undefined) return [];
  return [facts.gpus.length === 1 ? visible(first.model) : `${facts.gpus.length} × ${visible(first.model)}`];
}

/** Labels are rare: a word until asked for, then a field. */
function Labels({ node }: { readonly node: Node }) {
  const field = useField(`nodes.${node.id}.labels`);
  const [open, setOpen] = useState(false);
  const text = labelsText(node.labels);
  if (!open && field.error === undefined && text === '') {
    return (
      <Button small look="quiet" aria-label={words.addLabels(node.name)} onPress={() => setOpen(true)}>
        {words.add}
      </Button>
    );
  }
  return <TextField mono autoFocus={open} labelHidden label={words.labelsFor(node.name)} placeholder="disk=ssd" {...field} />;
}
