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
import { useField, useWizard, type FieldBinding } from '../wizard-context.ts';
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
  const role = alone ? words.role.both : words.role[node.role];
  const chosen = node.role === 'control';
  const mark = several
    ? { type: 'checkbox', 'aria-label': words.alsoControl(node.name) }
    : { type: 'radio', name: 'control-node', 'aria-label': words.makeControl(node.name) };
  const labels = useMarks(`nodes.${node.id}.labels`);
  const taints = useMarks(`nodes.${node.id}.taints`);
  const isMarked = labels.isShown || taints.isShown;
  return (
    <>
      <tr className={cx(chosen && styles.chosen, isMarked && styles.marked)}>
        <td>
          <label className={styles.radio}>
            <input {...mark} checked={chosen} onChange={onChoose} />
          </label>
        </td>
        <th scope="row">
          {node.name}
          <div className={styles.role}>{[role, ...gpuText(node)].join(' · ')}</div>
        </th>
        <Power node={node} />
        <td>{!labels.isShown && <AddMarks label={words.addLabels(node.name)} onPress={labels.open} />}</td>
        <td>
          {!taints.isShown && (
            <AddMarks label={words.addTaints(node.name)} onPress={taints.open}>
              <KeepForGpu node={node} />
            </AddMarks>
          )}
        </td>
      </tr>
      {isMarked && (
        <tr className={cx(chosen && styles.chosen)}>
          <td colSpan={7}>
            <div className={styles.fields}>
              <Marks marks={labels} label={words.labelsFor(node.name)} sample="disk=ssd" />
              <Marks marks={taints} label={words.taintsFor(node.name)} sample="gpu=yes:NoSchedule" />
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

function Power({ node: { facts } }: { readonly node: Node }) {
  const root = facts?.disks.find((disk) => disk.mount === '/') ?? facts?.disks[0];
  return (
    <>
      <td className={tables.number}>{facts === null ? words.unknown : t.wizard.drawing.cores(facts.cpu.cores)}</td>
      <td className={tables.number}>{facts === null ? words.unknown : formatBytes(facts.memoryBytes)}</td>
      <td className={tables.number}>{root === undefined ? words.unknown : formatBytes(root.freeBytes)}</td>
    </>
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

interface MarksState {
  readonly field: FieldBinding;
  readonly isShown: boolean;
  /** It was just asked for. */
  readonly isNew: boolean;
  readonly open: () => void;
}

/** Labels and taints are rare: a word until asked for, then a field below the row, where there is room for it. */
function useMarks(path: string): MarksState {
  const field = useField(path);
  const [isNew, setNew] = useState(false);
  return { field, isShown: isNew || field.error !== undefined || field.value !== '', isNew, open: () => setNew(true) };
}

interface AddMarksProps {
  readonly label: string;
  readonly onPress: () => void;
  /** Offered beside. */
  readonly children?: ReactNode;
}
function AddMarks({ label, onPress, children }: AddMarksProps) {
  return (
    <div className={styles.marks}>
      <Button small look="quiet" aria-label={label} onPress={onPress}>
        {words.add}
      </Button>
      {children}
    </div>
  );
}

function Marks({ marks, label, sample }: { readonly marks: MarksState; readonly label: string; readonly sample: string }) {
  if (!marks.isShown) return null;
  return <TextField mono autoFocus={marks.isNew} label={label} placeholder={sample} {...marks.field} />;
}
