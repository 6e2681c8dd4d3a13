import { useState } from 'react';
import type { Status } from '#contract/base.ts';
import { nodeName, type Node } from '#contract/nodes.ts';
import { api } from '#renderer/api.ts';
import { RadioGroup } from '#renderer/kit/Choices.tsx';
import { visible } from '#renderer/kit/format.ts';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { LeavingThings, useVolumesSettled } from './LeavingThings.tsx';
import { PlanConfirm } from './PlanConfirm.tsx';
import { TrustKey, useHostKey } from './TrustKey.tsx';

export interface NodeDialogProps {
  readonly platformId: string;
  readonly node: Node;
  /** As the cluster sees it, where that is known. */
  readonly status?: Status | undefined;
  readonly onClose: () => void;
}

function useVolumes(platformId: string, nodeId: string) {
  const [keepVolumes, onKeepVolumes] = useState(false);
  const settled = useVolumesSettled({ platformId, nodeId, keepVolumes });
  return { keepVolumes, settled, things: { platformId, nodeId, keepVolumes, onKeepVolumes } };
}

const removing = t.life.removing;
const ways = [
  { value: 'leave', label: removing.leave, hint: removing.leaveHint },
  { value: 'lost', label: removing.lost, hint: removing.lostHint },
] as const;

export function RemoveNode({ platformId, node, status, onClose }: NodeDialogProps) {
  const [chosen, setMachine] = useState<'leave' | 'lost' | null>(null);
  // Of one that has gone silent nobody can expect that it leaves by itself.
  const isSilent = status === 'unknown';
  const machine = chosen ?? (isSilent ? 'lost' : 'leave');
  const { keepVolumes, settled, things } = useVolumes(platformId, node.id);
  const name = visible(node.name);
  return (
    <PlanConfirm
      title={removing.title(name)}
      effect={removing.effect(name)}
      action={removing.action}
      name={node.name}
      wish={{ kind: 'remove-node', platformId, nodeId: node.id, machine, keepVolumes }}
      isReady={settled}
      onClose={onClose}
    >
      {isSilent && <p>{removing.silent(name)}</p>}
      <RadioGroup label={removing.how} value={machine} options={ways} onChange={setMachine} />
      <LeavingThings {...things} />
    </PlanConfirm>
  );
}

const rebuilding = t.life.rebuilding;

export function RebuildNode({ platformId, node, onClose }: NodeDialogProps) {
  const [password, setPassword] = useState('');
  const { keepVolumes, settled, things } = useVolumes(platformId, node.id);
  const key = useHostKey(platformId, node.id);
  const name = visible(node.name);
  return (
    <PlanConfirm
      title={rebuilding.title(name)}
      effect={rebuilding.effect(name)}
      action={rebuilding.action}
      name={node.name}
      wish={{ kind: 'rebuild-node', platformId, nodeId: node.id, keepVolumes }}
      password={password}
      // Installed anew, it has no sudo rule of Hearth either.
      onStart={password === '' ? undefined : () => api.nodes.unlock({ platformId, nodeIds: [node.id], password })}
      isReady={settled && key.seen?.state === 'trusted'}
      onClose={onClose}
    >
      <TrustKey node={node} hostKey={key} />
      <LeavingThings {...things} />
      {node.credential.method === 'hearth-key' && (
        <TextField
          secret
          label={rebuilding.password(visible(node.user))}
          hint={rebuilding.passwordHint}
          value={password}
          onChange={setPassword}
          autoComplete="off"
        />
      )}
    </PlanConfirm>
  );
}

const renaming = t.life.renaming;

export function RenameNode({ platformId, node, to = node.name, onClose }: NodeDialogProps & { readonly to?: string | undefined }) {
  const [typed, setTyped] = useState(to);
  const { keepVolumes, settled, things } = useVolumes(platformId, node.id);
  const next = nodeName.safeParse(typed.trim());
  const isNew = next.success && next.data !== node.name;
  const name = visible(node.name);
  return (
    <PlanConfirm
      title={renaming.title(name)}
      effect={renaming.effect(name)}
      action={renaming.action}
      name={node.name}
      wish={isNew ? { kind: 'rename-node', platformId, nodeId: node.id, name: next.data, keepVolumes } : null}
      isReady={settled}
      onClose={onClose}
    >
      <TextField
        mono
        label={renaming.name}
        hint={renaming.nameHint}
        error={next.success ? undefined : next.error.issues[0]?.message}
        value={typed}
        onChange={setTyped}
      />
      <LeavingThings {...things} />
    </PlanConfirm>
  );
}
