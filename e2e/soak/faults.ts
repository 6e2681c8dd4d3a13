// Connections that are cut, SSH servers that restart and machines that restart, at random times of set-ups.
import type { Run } from '#contract/runs.ts';
import type { Dice } from '#core/dice.ts';
import { sleep } from '../lab/shell.ts';
import { overWithin, tryOn, type Outcome, type Trial } from './trial.ts';

export const planned = { cut: 30, sshd: 10, reboot: 5 } as const;
type FaultKind = keyof typeof planned;

const longestRunMs = 900_000;
const longestPauseMs = 7000;

/** With these Hearth says truly what such a fault does to it. */
const trueReasons: ReadonlySet<string> = new Set([
  'NODE_UNREACHABLE',
  'SSH_REFUSED',
  'SSH_SILENT',
  'SESSION_REFUSED',
  'CONNECTION_LOST',
  'CLUSTER_UNREACHABLE',
  'NODE_NOT_READY',
  'NO_QUORUM',
]);

const effects: Readonly<Record<FaultKind, (trial: Trial, node: string, dice: Dice) => Promise<void>>> = {
  // The processes of the open sessions alone: their server goes on listening.
  cut: async ({ machines }, node) => void (await machines.exec(node, "pkill -KILL -f '^sshd: ubuntu'; true")),
  async sshd({ machines }, node, dice) {
    await machines.fault(node, 'ssh-stop');
    await sleep(1000 + dice(8000));
    await machines.fault(node, 'ssh-start');
  },
  reboot: ({ machines }, node) => machines.fault(node, 'reboot'),
};

/** What the run says of its end, where that is not the truth. */
function untrue({ tasks }: Run): readonly string[] {
  const failed = tasks.flatMap(({ id, state, fault }) => (state === 'failed' ? [{ id, fault }] : []));
  return failed
    .filter(({ fault }) => !trueReasons.has(fault?.code ?? ''))
    .map(({ id, fault }) => `${id} stopped with ${fault?.code ?? ''}: ${fault?.what ?? ''} ${fault?.why ?? ''}`);
}

async function disturb(trial: Trial, dice: Dice, { left, events }: { left: FaultKind[]; events: string[] }): Promise<readonly string[]> {
  while (left.length > 0 && !(await overWithin(trial, 500 + dice(longestPauseMs)))) {
    const [kind] = left.splice(dice(left.length), 1);
    const node = trial.machines.nodes[dice(trial.machines.nodes.length)]?.name ?? '';
    if (kind === undefined) break;
    await effects[kind](trial, node, dice);
    events.push(`${kind} ${node}`);
  }
  if (!(await overWithin(trial, longestRunMs))) return [`not over ${longestRunMs / 1000} s after the last fault`];
  const first = await trial.read();
  if (first.state === 'done') return trial.findings();
  // It has stopped; where it says why, and that is gone, it must come to its end.
  events.push(`stopped: ${first.headline}`);
  await trial.rest().call('POST', `/runs/${trial.runId}/resume`, {});
  if (!(await overWithin(trial, longestRunMs))) return [...untrue(first), 'not over after it was taken up'];
  return [...untrue(first), ...(await trial.findings())];
}

/** Set-up after set-up until every fault of `wanted` has happened; ends early where none can be. */
export async function* faults(wanted: Readonly<Record<FaultKind, number>>, dice: Dice): AsyncGenerator<Outcome> {
  const kinds: readonly FaultKind[] = ['cut', 'sshd', 'reboot'];
  const left = kinds.flatMap((kind) => Array.from({ length: wanted[kind] }, () => kind));
  while (left.length > 0) {
    const outcome = await tryOn('soak', (trial, events) => disturb(trial, dice, { left, events }));
    yield outcome;
    if (outcome.events.length === 0) return;
  }
}
