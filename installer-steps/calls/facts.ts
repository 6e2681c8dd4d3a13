// What a machine is: one round trip, no root needed.
import { nodeFacts, type NodeFacts } from '#contract/nodes.ts';
import { fault } from '#core/fault.ts';
import type { ScriptAnswer } from '#core/ports/hosts.ts';
import { count, every, fields, last, look, yes } from './call.ts';

/**
 * Answers, once each: clock (epoch ms), hostname, os = ID|VERSION|TITLE, kernel, arch, cpu = CORES|MODEL, memory (bytes), swap (bytes),
 * virtualisation, machine-id, snapd (version or ""), resolves (true|false), membership = KIND|DETAIL.
 * Any number of times: disk = FILESYSTEM|SIZE|FREE|MOUNT, nic = NAME|MAC|ADDRESS,ADDRESS, gpu = VENDOR|MODEL, port, member.
 */
export const facts = (lookUp = 'api.snapcraft.io') => look('facts', { args: { look_up: lookUp } });

const kinds: ReadonlySet<string> = new Set(['none', 'microk8s', 'k8s', 'kubeadm', 'k3s']);

interface Asking {
  /** Our clock before and after the call. */
  readonly asked: number;
  readonly answered: number;
  readonly host: string;
}

/** What the call cannot explain: a slow connection does not make a clock wrong. */
const skewOf = (theirs: number, { asked, answered }: Asking) => Math.min(0, theirs - asked) + Math.max(0, theirs - answered);

export function factsOf(answer: ScriptAnswer, when: Asking): NodeFacts {
  const [osId = '', osVersion = '', osTitle = ''] = fields(last(answer, 'os'), 3);
  const [cores, model = ''] = fields(last(answer, 'cpu'), 2);
  const [kind = 'none', detail = ''] = fields(last(answer, 'membership'), 2);
  const read = nodeFacts.safeParse({
    at: when.answered,
    hostname: last(answer, 'hostname'),
    os: { id: osId, version: osVersion, title: osTitle },
    kernel: last(answer, 'kernel'),
    arch: last(answer, 'arch'),
    cpu: { cores: count(cores), model },
    memoryBytes: count(last(answer, 'memory')),
    swapBytes: count(last(answer, 'swap')),
    disks: every(answer, 'disk').map(disk),
    nics: every(answer, 'nic').map(nic),
    gpus: every(answer, 'gpu').map(gpu),
    clockSkewMs: skewOf(count(last(answer, 'clock')), when),
    virtualisation: last(answer, 'virtualisation'),
    machineId: last(answer, 'machine-id'),
    snapd: last(answer, 'snapd'),
    ports: [...new Set(every(answer, 'port').map(count))].sort((a, b) => a - b),
    resolves: yes(answer, 'resolves'),
    membership: { kind: kinds.has(kind) ? kind : 'none', detail, members: [...every(answer, 'member')] },
  });
  if (read.success && read.data.cpu.cores > 0 && read.data.memoryBytes > 0) return read.data;
  throw fault('SCRIPT_FAILED', { host: when.host, script: 'facts', exitCode: answer.exitCode, lastLine: incomplete(answer) });
}

const incomplete = (answer: ScriptAnswer) => (answer.lastLine === '' ? 'Its answer was incomplete.' : answer.lastLine);
const disk = (value: string) => {
  const [filesystem = '', size, free, mount = ''] = fields(value, 4);
  return { mount, filesystem, sizeBytes: count(size), freeBytes: count(free) };
};
const nic = (value: string) => {
  const [name = '', mac = '', addresses = ''] = fields(value, 3);
  return { name, mac, addresses: addresses.split(',').filter((address) => address !== '') };
};
const gpu = (value: string) => {
  const [vendor = '', model = ''] = fields(value, 2);
  return { vendor, model };
};
