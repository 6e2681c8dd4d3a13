// Texts of the pages that choose a Kubernetes and connect one that is there already; Settings uses them too.
import { distributions, type Installable } from '#contract/distributions.ts';
import { plural } from './plural.ts';

export const clusterPages = {
  distribution: { title: 'Distribution', heading: 'Which Kubernetes shall it be?' },
  connect: { title: 'Cluster', heading: 'Which cluster is it?' },
  rights: { title: 'Rights', heading: 'What may Hearth do there?' },
};

export const clusterWhy = {
  distribution: {
    why: 'Everything after this page depends on it: what is put on the machines, which versions there are, where data lies.',
    next: 'Nothing is done yet. What you have not changed yourself follows this choice: the channel and the storage class.',
  },
  connect: {
    why: 'A kubeconfig says where the cluster is and proves who you are. It can also name programs to run and files to read; Hearth shows those and uses none by itself.',
    next: 'The cluster is asked once whether it accepts the kubeconfig; then it is kept with the secrets of Hearth. The file itself is not changed.',
  },
  rights: {
    why: 'A missing right found now costs a minute. Found in the middle of an installation, it leaves half of it behind.',
    next: 'The cluster is asked what this kubeconfig allows. Nothing is written in it.',
  },
};

/** Where a cluster that is there already is spoken of otherwise than machines. */
export const clusterWhyExisting = {
  settings: {
    why: 'Components are given these names and this storage. What the cluster itself is made of stays as it is.',
    next: 'They go into the values of the components, which are installed from the next pages on.',
  },
  review: {
    why: 'Until now the cluster was only asked. This is the last look before something is installed in it.',
    next: 'Each task looks first whether it is already done, so that it can be stopped, resumed and repeated at any time.',
  },
};

const distribution = {
  lead: {
    microk8s: 'MicroK8s is recommended: it sets itself up with the least, and it is what this version of Hearth is tested with most.',
    k8s: 'Canonical Kubernetes will be installed on your machines.',
    existing: 'A cluster that is there already will be used; its nodes are left as they are.',
  },
  label: 'Where Kubernetes comes from',
  options: {
    microk8s: {
      label: `${distributions.microk8s.title} on your machines`,
      hint: 'Recommended. One snap on machines with Ubuntu, add-ons for DNS and storage, Calico as its network.',
    },
    k8s: {
      label: `${distributions.k8s.title} on your machines`,
      hint: 'The snap k8s on machines with Ubuntu: etcd and Cilium, closer to what data centres run, somewhat heavier.',
    },
    existing: {
      label: 'A cluster that is there already',
      hint: 'k3s, kind, minikube, one from a provider, any other. You need a kubeconfig that may create namespaces and install components.',
    },
  },
  fixed: 'This platform has been built, so this cannot change any more. Begin a new platform for another Kubernetes.',
};

const channel = {
  version: 'Version',
  risk: 'Channel',
  other: 'Another channel',
  newest: (track: string) => `${track} (newest)`,
  risks: { stable: 'stable', candidate: 'candidate', beta: 'beta', edge: 'edge' },
  riskHints: {
    stable: 'recommended',
    candidate: 'about to become stable',
    beta: 'not tested to its end',
    edge: 'built daily, untested',
  },
  field: (kind: Installable) => `${distributions[kind].title} channel`,
  hint: (recommended: string) => `Recommended: ${recommended}, the stable channel this version of Hearth is tested with.`,
  storageHint: {
    microk8s: 'Recommended: the class that MicroK8s makes with its storage add-on; data lies on the disk of the node.',
    k8s: 'Recommended: the class that Canonical Kubernetes makes with local-storage; data lies in a file on the disk of the node.',
  },
  rangeUsual: (cidr: string, kind: Installable) =>
    `Recommended: ${cidr}, the default of ${distributions[kind].title}. None of your machines lies in it.`,
};

const connect = {
  lead: 'Paste its kubeconfig or choose the file. Nothing in it is run, and no file it names is read.',
  leadConnected: (server: string) => `Connected to ${server}.`,
  field: 'Kubeconfig',
  fieldHint: 'The whole file. On most computers it is ~/.kube/config; k3s keeps it in /etc/rancher/k3s/k3s.yaml.',
  choose: 'Choose a file…',
  drop: 'or drop it here',
  practice: 'Use the practice cluster',
  tooLong: 'This file is too long for a kubeconfig; at most 300,000 characters are read. Leave only the clusters that are wanted.',
  notText: 'This file cannot be read as text.',
  clear: 'Take another one',
  reading: 'Reading it',
  context: 'Context',
  contextHint: 'Which of the clusters in it, and as whom.',
  contextOption: (server: string, user: string) => `${user === '' ? 'nobody' : user} at ${server === '' ? 'nowhere' : server}`,
  isCurrent: 'current',
  isUsed: 'in use',
  warnings: 'What Hearth does not do',
  commands: 'Programs it wants to run',
  commandsIntro: 'To log in, this context runs a program on the computer Hearth runs on. Allow it only if you know where it comes from.',
  commandsOther: 'Other contexts in it name programs too. They are not used, and nothing is run.',
  command: (user: string) => `Log in as ${user}`,
  commandWith: 'with',
  allow: 'Allow this very command',
  allowHint: 'Any other arguments or variables would have to be allowed anew.',
  allowFirst: 'Allow the login program, or choose another context.',
  pasteFirst: 'Paste a kubeconfig or choose its file.',
  contextFirst: 'Choose a context.',
  connectFirst: 'Connect to the cluster first.',
  connect: 'Connect to the cluster',
  connecting: 'Connecting',
  now: 'Connected',
  server: 'Server',
  contextNow: 'Context',
  chooseContext: 'Use this context',
  chosenFirst: 'Use the chosen context first, or choose the one in use again.',
  other: 'Use another context',
  replace: 'Replace the kubeconfig…',
  keep: 'Keep the one there is',
  changed: (server: string) => `Connected to ${server} now.`,
};

const rights = {
  lead: {
    unknown: 'The cluster is being asked.',
    all: 'This kubeconfig may do everything that Hearth does.',
    some: (limited: number) =>
      `${plural(limited, 'thing')} ${limited === 1 ? 'is' : 'are'} limited with this kubeconfig. Going on is possible; what is lost stands beside it.`,
    unsaid: 'The cluster does not say what this kubeconfig may do. It will be seen when it is tried.',
  },
  table: 'What may be done',
  columns: { what: 'What', state: 'State', lost: 'What is lost' },
  states: { pass: 'Allowed', limited: 'Limited', unknown: 'Not known' },
  missing: (what: readonly string[]) => `not allowed: ${what.join('; ')}`,
  again: 'Ask again',
  asking: 'Asking the cluster',
  facts: { server: 'Server', user: 'Known there as', version: 'Version' },
  versions: {
    supported: (d: { found: string; from: string; to: string }) => `${d.found}; Hearth is made for ${d.from} to ${d.to}`,
    older: (d: { found: string; from: string; to: string }) =>
      `${d.found} is older than what Hearth is made for (${d.from} to ${d.to}); components may refuse it`,
    newer: (d: { found: string; from: string; to: string }) => `${d.found} is newer than what Hearth is made for (${d.from} to ${d.to})`,
    unknown: (d: { found: string; from: string; to: string }) =>
      `${d.found === '' ? 'not told' : d.found}; Hearth is made for ${d.from} to ${d.to}`,
  },
  nodes: 'Nodes',
  noNodes: 'No nodes were found.',
  nodeColumns: { name: 'Name', state: 'State', version: 'Version', capacity: 'Offers' },
  offers: (cpu: string, memory: string) => `${cpu}, ${memory}`,
  classes: 'Storage classes',
  noClasses: 'The cluster has no storage class; components that keep data will wait for one.',
  classColumns: { name: 'Name', provisioner: 'Made by', use: '' },
  isDefault: 'default',
  isChosen: 'used for the platform',
  notDone: 'The cluster has not answered yet.',
};

const existing = {
  settingsIntro: 'Recommended answers are filled in; each says where it comes from. Ranges and nodes are the cluster’s own matter.',
  storageClass: 'Storage class',
  storageFound: (name: string) => `Recommended: ${name}, the default of this cluster.`,
  storageNone: 'None was found in the cluster; name one that will be there.',
  storageStrange: 'The cluster has no class of this name.',
  offers: (d: { cpu: string; memory: string; cpuAll: string; memoryAll: string }) =>
    `Together they ask for ${d.cpu} and ${d.memory}. The nodes offer ${d.cpuAll} and ${d.memoryAll}; what is used already is not counted.`,
  offersUnknown: (d: { cpu: string; memory: string }) => `Together they ask for ${d.cpu} and ${d.memory}.`,
  cannotInstall: 'This kubeconfig may not install components; with any chosen, the run stops before it changes anything.',
  sentence: (d: { tasks: number; server: string; minutes: string }) => `${plural(d.tasks, 'task')} on ${d.server}, about ${d.minutes}.`,
  theCluster: 'the cluster',
  install: (components: number) =>
    components === 0 ? 'Take the cluster over' : `Install ${plural(components, 'component')} on the cluster`,
  effect: (d: { server: string; components: string }) =>
    d.components === ''
      ? `Looks at ${d.server} and changes nothing.`
      : `Installs ${d.components} on ${d.server}, with the Helm of the computer Hearth runs on. It can be paused, cancelled and resumed.`,
  cluster: 'Cluster',
  ready: (d: { name: string; time: string | null }) =>
    d.time === null ? `${d.name} is connected.` : `${d.name} is connected, with its components installed in ${d.time}.`,
  drawn: 'The nodes of the cluster will be drawn here.',
  recap: (server: string) => (server === '' ? 'connected' : server.replace(/^https?:\/\//, '')),
  recapRights: (limited: number) => (limited === 0 ? 'all allowed' : `${plural(limited, 'thing')} limited`),
};

export const cluster = { distribution, channel, connect, rights, existing };
