// What Hearth does in a cluster, put as the questions that Kubernetes answers about one's own rights.
import type { AccessRight } from '#contract/cluster.ts';

/** One question: may I do `verb` to `resource`? "" is the group of pods, services and the like. */
export interface Ask {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Everywhere when left out. */
  readonly namespace?: string;
}

export interface RightNeeded {
  readonly id: AccessRight['id'];
  readonly title: string;
  readonly asks: readonly Ask[];
  /** What does not work without it. */
  readonly lost: string;
}

const each = (verbs: readonly string[], group: string, resources: readonly string[]): readonly Ask[] =>
  resources.flatMap((resource) => verbs.map((verb) => ({ verb, group, resource })));

const changing = ['create', 'patch', 'delete'];

/** Whoever may do this may do everything, which spares all other questions. */
export const everything: Ask = { verb: '*', group: '*', resource: '*' };

export const rightsNeeded: readonly RightNeeded[] = [
  {
    id: 'look',
    title: 'Watch nodes, workloads and events',
    asks: [
      ...each(['list', 'watch'], '', ['nodes', 'pods', 'events']),
      ...each(['list', 'watch'], 'apps', ['deployments', 'statefulsets', 'daemonsets']),
    ],
    lost: 'The dashboard does not show what may not be watched.',
  },
  {
    id: 'logs',
    title: 'Read logs',
    asks: [{ verb: 'get', group: '', resource: 'pods', subresource: 'log' }],
    lost: 'Logs of pods cannot be shown.',
  },
  {
    id: 'shell',
    title: 'Open shells and forward ports',
    asks: [
      { verb: 'create', group: '', resource: 'pods', subresource: 'exec' },
      { verb: 'create', group: '', resource: 'pods', subresource: 'portforward' },
    ],
    lost: 'No shell can be opened in a pod, and no port forwarded.',
  },
  {
    id: 'namespaces',
    title: 'Create namespaces',
    asks: each(['get', 'create'], '', ['namespaces']),
    lost: 'Components can be installed only where their namespace exists already.',
  },
  {
    id: 'releases',
    title: 'Install components',
    asks: [
      ...each(['get', ...changing], '', ['secrets', 'configmaps', 'services', 'serviceaccounts', 'persistentvolumeclaims']),
      ...each(['get', ...changing], 'apps', ['deployments', 'statefulsets', 'daemonsets']),
      ...each(['get', ...changing], 'batch', ['jobs']),
    ],
    lost: 'Helm cannot install, update or remove anything.',
  },
  {
    id: 'definitions',
    title: 'Create kinds and roles of the whole cluster',
    asks: [
      ...each(['get', 'create', 'patch'], 'apiextensions.k8s.io', ['customresourcedefinitions']),
      ...each(['get', 'create', 'patch'], 'rbac.authorization.k8s.io', ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings']),
      ...each(['get', 'create', 'patch'], 'admissionregistration.k8s.io', [
        'validatingwebhookconfigurations',
        'mutatingwebhookconfigurations',
      ]),
    ],
    lost: 'Components that bring kinds or roles of their own, such as cert-manager, cannot be installed.',
  },
  {
    id: 'health',
    title: 'Ask services whether they are well',
    asks: [{ verb: 'get', group: '', resource: 'services', subresource: 'proxy' }],
    lost: 'A component with a health path cannot be verified after it was installed.',
  },
  {
    id: 'lease',
    title: 'Keep other consoles out during a run',
    asks: ['get', 'create', 'update'].map((verb) => ({
      verb,
      group: 'coordination.k8s.io',
      resource: 'leases',
      namespace: 'kube-system',
    })),
    lost: 'Another Hearth could change the same cluster at the same time.',
  },
  {
    id: 'cordon',
    title: 'Close and open nodes',
    asks: each(['patch'], '', ['nodes']),
    lost: 'Nodes cannot be closed for new pods or labelled.',
  },
  {
    id: 'drain',
    title: 'Move pods off a node',
    asks: [{ verb: 'create', group: '', resource: 'pods', subresource: 'eviction' }],
    lost: 'Nodes cannot be drained.',
  },
];

const kindOf = ({ group, resource, subresource }: Ask): string => {
  const kind = subresource === undefined ? resource : `${resource}/${subresource}`;
  return group === '' ? kind : `${kind}.${group}`;
};

/** "create, delete deployments.apps, secrets": once for all kinds that are refused alike. */
function refusedWords(asks: readonly Ask[]): string[] {
  const verbs = new Map<string, string[]>();
  for (const ask of asks) verbs.set(kindOf(ask), [...(verbs.get(kindOf(ask)) ?? []), ask.verb]);
  const kinds = new Map<string, string[]>();
  for (const [kind, refused] of verbs) kinds.set(refused.join(', '), [...(kinds.get(refused.join(', ')) ?? []), kind]);
  return [...kinds].map(([refused, alike]) => `${refused} ${alike.join(', ')}`);
}

/** null: the cluster did not say. */
export type Answer = boolean | null;

export function judgeRight({ id, title, asks, lost }: RightNeeded, answerTo: (ask: Ask) => Answer): AccessRight {
  const missing = refusedWords(asks.filter((ask) => answerTo(ask) === false));
  if (missing.length > 0) return { id, title, state: 'limited', missing, lost };
  return asks.some((ask) => answerTo(ask) === null)
    ? { id, title, state: 'unknown', missing: [], lost }
    : { id, title, state: 'pass', missing: [], lost: '' };
}
