// Which paths of the Kubernetes API the simulated server answers, and what lies there.

export interface Place {
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

interface Served {
  readonly namespaced: readonly string[];
  readonly clusterWide: readonly string[];
}

const core: Served = {
  namespaced: ['configmaps', 'endpoints', 'events', 'persistentvolumeclaims', 'pods', 'secrets', 'serviceaccounts', 'services'],
  clusterWide: ['namespaces', 'nodes', 'persistentvolumes'],
};

const groups: Readonly<Record<string, Served>> = {
  'apps/v1': { namespaced: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], clusterWide: [] },
  'batch/v1': { namespaced: ['cronjobs', 'jobs'], clusterWide: [] },
  'cert-manager.io/v1': { namespaced: ['certificates', 'issuers'], clusterWide: ['clusterissuers'] },
  'coordination.k8s.io/v1': { namespaced: ['leases'], clusterWide: [] },
  'policy/v1': { namespaced: ['poddisruptionbudgets'], clusterWide: [] },
  'networking.k8s.io/v1': { namespaced: ['ingresses', 'networkpolicies'], clusterWide: ['ingressclasses'] },
  'rbac.authorization.k8s.io/v1': { namespaced: ['rolebindings', 'roles'], clusterWide: ['clusterrolebindings', 'clusterroles'] },
  'storage.k8s.io/v1': { namespaced: [], clusterWide: ['storageclasses'] },
};

/** /api/v1/namespaces/a/pods/b, /apis/apps/v1/deployments, …; null where there is nothing. */
export function placeOf(path: string): Place | null {
  // cert-manager's controller is told to renew by way of a certificate's status.
  const [root, ...rest] = path
    .replace(/(\/certificates\/[^/]+)\/status$/u, '$1')
    .split('/')
    .filter((part) => part !== '');
  if (root === 'api') return rest[0] === 'v1' ? within(core, rest.slice(1)) : null;
  const served = root === 'apis' ? groups[rest.slice(0, 2).join('/')] : undefined;
  return served === undefined ? null : within(served, rest.slice(2));
}

function within({ namespaced, clusterWide }: Served, parts: readonly string[]): Place | null {
  if (parts[0] === 'namespaces' && parts.length >= 3) {
    const [, namespace, plural = '', name] = parts;
    return parts.length <= 4 && namespaced.includes(plural) ? { plural, namespace, name } : null;
  }
  const [plural = '', name] = parts;
  if (clusterWide.includes(plural) && parts.length <= 2) return { plural, namespace: undefined, name };
  return namespaced.includes(plural) && parts.length === 1 ? { plural, namespace: undefined, name: undefined } : null;
}
