// The nodes of an existing cluster, in the shape in which the drawing takes machines.
import type { ClusterNode } from '#contract/cluster.ts';
import type { Node } from '#contract/nodes.ts';
import type { NodeMark } from './drawing.ts';

const controlRoles: ReadonlySet<string> = new Set(['control-plane', 'master']);

export const asMachine = ({ uid, name, address, roles }: ClusterNode): Node => ({
  id: uid,
  name,
  address,
  port: 22,
  user: '',
  credential: { method: 'hearth-key' },
  jump: null,
  hostKey: null,
  role: roles.some((role) => controlRoles.has(role)) ? 'control' : 'worker',
  labels: {},
  taints: [],
  facts: null,
});

export const markOfFound = ({ status }: Pick<ClusterNode, 'status'>): NodeMark => (status === 'ready' ? 'ready' : 'attention');
