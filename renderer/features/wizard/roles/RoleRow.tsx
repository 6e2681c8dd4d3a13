import { useState, type ReactNode } from 'react';
import type { Node } from '#contract/nodes.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { formatBytes, visible } from '#renderer/kit/format.ts';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { changeNode } from '../model/fields.ts';
import { onlyGpuPods } from '../model/taints.ts';
import tables from '#renderer/kit/PlainTable.module.css';
import { useField, useWizard } from '../wizard-context.ts';
import styles from './Roles.module.css';

const words = t.wizard.roles;

interface RoleRowProps {
  readonly node: Node;
  /** It is the only machine. */
  readonly alone: boolean;
  /** More than one machine leads, so that each is asked by itself. */
  readonly several: boolean;
  readonly onChoose: () => void;
}

export function RoleRow({ node, alone, several, onChoose }: RoleRowProps) {
  const { facts } = node;
  const root = facts?.disks.find((disk) => disk.mount === '/') ?? facts?.disks[0];
  const role = alone ? words.role.both : words.role[node.role];
  const chosen = node.role === 'control';
  const mark = several
    ? { type: 'checkbox', 'aria-label': words.alsoControl(node.name) }
    : { type: 'radio', name: 'control-node', 'aria-label': words.makeControl(node.name) };
  return (
    <tr className={cx(chosen && styles.chosen)}>
      <td>
        <label className={styles.radio}>
          <input {...mark} checked={chosen} onChange={onChoose} />
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
        <Marks path={`nodes.${node.id}.labels`} label={words.labelsFor(node.name)} add={words.addLabels(node.name)} sample="disk=ssd" />
      </td>
      <td>
        <Marks
          path={`nodes.${node.id}.taints`}
          label={words.taintsFor(node.name)}
          add={words.addTaints(node.name)}
          sample="gpu=yes:NoSchedule"
        >
          <KeepForGpu node={node} />
        </Marks>
      </td>
    </tr>
  );
}

function gpuText({ facts }: Node): string[] {
  const [first] = facts?.gpus ?? [];
  if (facts === null || first === undefined) return [];
  return [facts.gpus.length === 1 ? visible(first.model) : `${facts.gpus.length} × ${visible(first.model)}`];
}

/** Only where the GPUs are of the kind whose pods bring the matching toleration. */
function KeepForGpu({ node }: { readonly node: Node }) {
  const { draft } = useWizard();
  if (node.role === 'control' || !(node.facts?.gpus.some(({ vendor }) => vendor === 'NVIDIA') ?? false)) return null;
  const keep = (): void => draft.edit((now) => changeNode(now, node.id, (one) => ({ ...one, taints: [onlyGpuPods] })));
  return (
    <Button small look="quiet" aria-label={words.keepNameForGpu(node.name)} onPress={keep}>
      {words.keepForGpu}
    </Button>
  );
}

interface MarksProps {
  readonly path: string;
  readonly label: string;
  readonly add: string;
  readonly sample: string;
  /** Offered beside, while there are none. */
  readonly children?: ReactNode;
}

/** Labels and taints are rare: a word until asked for, then a field. */
function Marks({ path, label, add, sample, children }: MarksProps) {
  const field = useField(path);
  const [open, setOpen] = useState(false);
  if (open || field.error !== undefined || field.value !== '')
    return <TextField mono autoFocus={open} labelHidden label={label} placeholder={sample} {...field} />;
  return (
    <div className={styles.marks}>
      <Button small look="quiet" aria-label={add} onPress={() => setOpen(true)}>
        {words.add}
      </Button>
      {children}
    </div>
  );
}
