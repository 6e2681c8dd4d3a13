// Texts of the page roles.
import { plural } from './plural.ts';

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const pods = 'nothing can be changed or started; pods that run go on.';

/** What the choice means, one sentence each. */
const means = {
  title: 'What this means',
  failsAlone: (name: string) => `${name} alone decides. While it is stopped, ${pods}`,
  failsTogether: (d: { names: readonly string[]; mayStop: number }) =>
    `Any ${d.mayStop === 1 ? 'one' : 'two'} of ${list.format(d.names)} may stop and the cluster goes on. With ${
      d.mayStop === 1 ? 'two' : 'three'
    } of them stopped, ${pods}`,
  podsEverywhere: (machines: number) =>
    machines === 1 ? 'Everything you run, runs on it.' : 'Pods run on all machines, also on those that lead.',
  podsOn: (d: { open: readonly string[]; closed: readonly string[] }) =>
    `Pods run on ${list.format(d.open)}. ${list.format(d.closed)} ${d.closed.length === 1 ? 'takes' : 'take'} only pods that tolerate ${
      d.closed.length === 1 ? 'its' : 'their'
    } taints.`,
  podsNowhere: 'No machine takes pods: each has a taint that keeps them away.',
  gpus: (names: readonly string[]) => `Pods that ask for a GPU run on ${list.format(names)}.`,
  order: (d: { first: string; further: readonly string[]; workers: readonly string[] }) => {
    const join = (names: readonly string[], as: string) => `${list.format(names)} ${names.length === 1 ? 'joins' : 'join'} ${as}`;
    const then = [
      ...(d.further.length === 0 ? [] : [join(d.further, 'it')]),
      ...(d.workers.length === 0 ? [] : [join(d.workers, d.workers.length === 1 ? 'as a worker' : 'as workers')]),
    ];
    const tail = d.further.length + d.workers.length > 1 ? ', one after the other' : '';
    return `${d.first} is set up first.${then.length === 0 ? '' : ` Then ${then.join(', then ')}${tail}.`}`;
  },
};

export const roles = {
  intro: 'Control nodes hold the cluster’s memory and decide; one, three or five make sense. All machines can carry pods.',
  table: 'Roles of the machines',
  columns: {
    control: 'Control',
    name: 'Machine',
    role: 'Role',
    cpu: 'CPU',
    memory: 'Memory',
    disk: 'Disk free',
    labels: 'Labels',
    taints: 'Taints',
  },
  counts: 'Control nodes',
  count: { 1: 'One', 3: 'Three', 5: 'Five' },
  makeControl: (name: string) => `Make ${name} the control node`,
  alsoControl: (name: string) => `Make ${name} a control node`,
  role: { control: 'Control node', worker: 'Worker', both: 'Control node and worker' },
  reason: {
    none: 'There is no machine yet.',
    single: (name: string) => `Recommended: ${name}. It is the only machine, so it is control node and worker in one.`,
    'no-facts': (name: string) => `Recommended: ${name}, the first in the list. The machines have not been looked at yet.`,
    strongest: (d: { name: string; power: string }) => `Recommended: ${d.name}. With ${d.power} it is the strongest of your machines.`,
    'strongest-without-gpu': (d: { name: string; power: string; gpus: string }) =>
      `Recommended: ${d.name}. With ${d.power} it is the strongest machine without a GPU, which keeps ${d.gpus} free for GPU work.`,
    'only-gpu-machines': (d: { name: string; power: string }) =>
      `Recommended: ${d.name}. All machines have a GPU; this is the strongest, with ${d.power}.`,
    several: (names: readonly string[]) =>
      `Recommended: ${list.format(names)}. Of your machines these are the ${names.length} fittest to lead, the strongest first and those with a GPU last.`,
    three: (names: readonly string[]) =>
      `Recommended: ${list.format(names)}. With this many machines, three control nodes keep the cluster going when one of them stops.`,
  },
  power: (cores: number, memory: string) => `${plural(cores, 'core')} and ${memory}`,
  use: (names: readonly string[]) => `Use ${list.format(names)}`,
  labelsFor: (name: string) => `Labels of ${name}`,
  addLabels: (name: string) => `Add labels to ${name}`,
  taintsFor: (name: string) => `Taints of ${name}`,
  addTaints: (name: string) => `Add taints to ${name}`,
  keepForGpu: 'Only GPU pods',
  keepNameForGpu: (name: string) => `Only GPU pods on ${name}`,
  add: 'Add',
  wrongCount: (controls: number) => {
    if (controls === 0) return 'Choose one machine as the control node.';
    if (controls === 2) return 'Two control nodes stop when either one stops; choose one or three.';
    if (controls === 4) return 'Four control nodes bear no more failures than three; choose three or five.';
    return 'More than five control nodes only make the cluster database slower; choose five.';
  },
  unknown: 'unknown',
  sum: (controls: readonly string[], workers: number) => {
    const who = `${list.format(controls)} ${controls.length === 1 ? 'leads' : 'lead'}`;
    if (workers === 0) return controls.length === 1 ? `${controls[0]} does everything.` : `${who} and carry the work.`;
    return `${who}, ${plural(workers, 'worker')} ${workers === 1 ? 'carries' : 'carry'} the work.`;
  },
  means,
};

export const taints = {
  openEnd: 'Another taint is missing after the comma.',
  form: (part: string) => `“${part}” is no taint; write key=value:NoSchedule, or key:NoSchedule.`,
  effect: (effect: string) => `“${effect}” is no effect: NoSchedule, PreferNoSchedule or NoExecute.`,
  badKey: (key: string) => `“${key}” is not a taint name: letters, digits, - _ . and one /.`,
  badValue: (value: string) => `“${value}” is not a taint value: at most 63 letters, digits, - _ .`,
  twice: (taint: string) => `“${taint}” is there twice.`,
};
