// Texts of the pages review, run and finish.
import { distributions, type Distribution } from '#contract/distributions.ts';
import { plural } from './plural.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

const review = {
  plan: 'The plan',
  planning: 'Making the plan',
  sentence: (d: { tasks: number; changes: number; machines: string; minutes: string }) =>
    `${plural(d.tasks, 'task')} with ${plural(d.changes, 'change')} on ${d.machines}, about ${d.minutes}.`,
  parallel: (series: string) => `One after the other it would take ${series}.`,
  view: 'Order by',
  byPhase: 'Phase',
  byMachine: 'Machine',
  cluster: 'The cluster',
  download: 'Download plan (JSON)',
  downloadText: 'Download plan (Markdown)',
  dryRun: 'Dry run',
  dryRunEffect: 'A dry run looks at everything this plan would change and changes nothing.',
  totals: (count: number, parts: readonly string[]) => `${plural(count, 'change')}: ${parts.join(', ')}.`,
  changesOn: (count: number, where: string) => `${count} on ${where}`,
  changesIn: (count: number) => `${count} in the cluster`,
  again: 'Make the plan again',
  phase: (title: string, tasks: number) => `${title}, ${plural(tasks, 'task')}`,
  tasks: (count: number) => plural(count, 'task'),
  changes: (count: number) => plural(count, 'change'),
  allTasks: 'Show every task',
  noneChanged: 'changes nothing',
  noChanges: 'looks only; changes nothing',
  about: (time: string) => `about ${time}`,
  build: (machines: number) => `Build the platform on ${plural(machines, 'machine')}`,
  effect: (d: { names: string; distribution: string; channel: string; components: string }) =>
    `Installs ${d.distribution} ${d.channel} on ${d.names}${d.components === '' ? '' : `, then ${d.components}`}. It can be paused, cancelled and resumed.`,
  distribution: (kind: Distribution) => (kind === 'existing' ? 'An existing cluster' : distributions[kind].title),
  summary: 'What you chose',
  facts: {
    name: 'Platform',
    domain: 'Domain',
    channel: 'Channel',
    control: 'Control node',
    workers: 'Workers',
    pods: 'Pods',
    services: 'Services',
    ingress: 'Ingress',
    storage: 'Storage',
    components: 'Components',
    certificates: 'Certificates',
    admin: 'Admin user',
  },
  nodeAddresses: 'addresses of the nodes',
  none: 'none',
  changed: 'Your last change is not saved yet; the plan waits for it.',
  running: 'This platform is being built already.',
  openRun: 'Open the run',
  waits: (count: number) => (count === 0 ? 'starts at once' : `waits for ${plural(count, 'task')}`),
};

const run = {
  none: 'Nothing has been started yet.',
  toReview: 'Back to review',
  done: 'The platform is built.',
  toFinish: 'Continue to finish',
  stopped: 'The run stopped before its end. What is done stays done; retry what failed or resume.',
  leave: 'You can leave this page; the run goes on.',
};

const finish = {
  state: (d: { name: string; nodes: number; without: readonly string[]; time: string | null }) =>
    [
      `${d.name} runs on ${plural(d.nodes, 'node')}${d.without.length === 0 ? '' : `, without ${list.format(d.without)}`}.`,
      ...(d.time === null ? [] : [`It was built in ${d.time}.`]),
    ].join(' '),
  built: (name: string) => `${name} is built.`,
  notAllReady: 'The platform is built',
  away: (names: readonly string[]) =>
    `${list.format(names)} ${names.length === 1 ? 'does' : 'do'} not answer the cluster at the moment, so not everything can be relied on.`,
  isAway: 'does not answer',
  leftOut: 'Left out',
  notYet: 'The platform is not built to its end yet.',
  toRun: 'Back to the build',
  machines: 'Machines',
  installed: 'Installed',
  addresses: 'Address',
  addressOf: (name: string) => `address of ${name}`,
  api: 'Kubernetes API',
  kubeconfig: 'Kubeconfig',
  kubeconfigSaved: {
    keychain: 'Saved in the keychain of this computer; Hearth uses it from there.',
    'encrypted-file': 'Saved in an encrypted file in Hearth’s data folder; Hearth uses it from there.',
    memory: 'Kept in memory only: it is gone when Hearth is closed.',
  },
  kubeconfigHow: 'For your own kubectl, take it from the control node:',
  kubeconfigCommand: (d: { user: string; address: string; port: number; command: string }) =>
    `ssh ${d.port === 22 ? '' : `-p ${d.port} `}${d.user}@${d.address} sudo ${d.command} config > hearth.kubeconfig`,
  kubeconfigCommandName: 'command that fetches the kubeconfig',
  notConnected: 'Not fetched yet.',
  open: 'Open the dashboard',
  later: 'Machines and components can be added later: look at the set-up again under Settings, Platform, and build what is new.',
  components: (count: number) => plural(count, 'component'),
  tasksDone: (done: number, unchanged: number) =>
    `${plural(done, 'task')} done${unchanged === 0 ? '' : `, ${unchanged} had nothing to change`}.`,
  skipped: (count: number) => `${plural(count, 'task')} left out.`,
  openRun: 'Look at the run again',
};

export const build = { review, run, finish };
