// What is wrong with the machines of a platform: roles, names, addresses, labels.
import { addressKey } from '#contract/address-key.ts';
import { distributions, type DistributionFacts } from '#contract/distributions.ts';
import { isOneMachine, notOneMachine } from '#contract/nodes.ts';
import type { Issue, PlatformContent } from '#contract/platforms.ts';
import type { ClusterStage } from '#contract/topology.ts';
import { error, warning } from './issue.ts';
import { topologyIssues } from './topology.ts';

type Nodes = PlatformContent['nodes'];

/** As Kubernetes checks label keys: an optional domain, then a name. */
const labelKey =
  /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
/** Kept by the kubelet itself; a second opinion only makes trouble. */
const ownLabels: ReadonlySet<string> = new Set(['kubernetes.io/hostname', 'kubernetes.io/os', 'kubernetes.io/arch']);

export function nodeIssues(
  { nodes, distribution }: Pick<PlatformContent, 'nodes' | 'distribution'>,
  stage: ClusterStage,
): readonly Issue[] {
  // An existing cluster has its own nodes; machines that were listed before the person turned to it are kept and not used.
  if (distribution === 'existing') return [];
  if (nodes.length === 0) return [error('nodes', 'Add at least one machine.')];
  return [
    ...topologyIssues(nodes, stage),
    ...twins(nodes),
    ...joinIssues(nodes, distributions[distribution]),
    ...nodes.flatMap((node, index) => [...addressIssues(node, `nodes.${index}`), ...markIssues(node, `nodes.${index}`)]),
  ];
}

const addressIssues = ({ address, jump }: Nodes[number], path: string): Issue[] => [
  ...(isOneMachine(address) ? [] : [error(`${path}.address`, notOneMachine)]),
  ...(jump === null || isOneMachine(jump.address) ? [] : [error(`${path}.jump.address`, notOneMachine)]),
];

const joinIssues = (nodes: Nodes, { title, joinsByIpv6 }: DistributionFacts): Issue[] =>
  nodes.flatMap(({ role, address }, index) =>
    !joinsByIpv6 && role === 'control' && address.includes(':')
      ? [
          error(
            `nodes.${index}.address`,
            `${title} cannot join nodes by way of an IPv6 address; give control nodes an IPv4 address or a name.`,
          ),
        ]
      : [],
  );

function twins(nodes: Nodes): Issue[] {
  const keys = nodes.map(({ address }) => addressKey(address));
  const found: Issue[] = [];
  nodes.forEach((node, index) => {
    const before = nodes.slice(0, index);
    if (before.some((other) => other.id === node.id)) found.push(error(`nodes.${index}.id`, 'Two machines have the same id.'));
    if (before.some((other) => other.name === node.name))
      found.push(error(`nodes.${index}.name`, `Another machine is already called ${node.name}.`));
    const sameAddress = before.find((_, at) => keys[at] === keys[index]);
    if (sameAddress !== undefined && sameAddress.port === node.port)
      found.push(error(`nodes.${index}.address`, `${sameAddress.name} already has the address ${node.address}.`));
    else if (sameAddress !== undefined)
      found.push(
        error(`nodes.${index}.address`, `${sameAddress.name} has the same address on another port; nodes reach each other by address.`),
      );
  });
  return found;
}

/** Labels and taints of one machine; each path begins with `path`. */
export function markIssues(node: Pick<Nodes[number], 'role' | 'labels' | 'taints'>, path: string): Issue[] {
  const labels = Object.entries(node.labels).flatMap(([key, value]) => {
    const at = `${path}.labels.${key}`;
    if (!labelKey.test(key))
      return [error(at, `"${key}" cannot be a label key; use at most 63 letters, digits, - _ . and at most one / after a domain.`)];
    if (!labelValue.test(value)) return [error(at, `"${value}" cannot be a label value; at most 63 letters, digits, - _ and .`)];
    return ownLabels.has(key) ? [warning(at, `${key} is set by Kubernetes itself.`)] : [];
  });
  const taints = node.taints.flatMap((taint, index) => {
    const at = `${path}.taints.${index}`;
    if (!labelKey.test(taint.key)) return [error(`${at}.key`, `"${taint.key}" cannot be a taint key.`)];
    if (!labelValue.test(taint.value)) return [error(`${at}.value`, `"${taint.value}" cannot be a taint value.`)];
    const twin = node.taints.slice(0, index).some((other) => other.key === taint.key && other.effect === taint.effect);
    return twin ? [error(`${at}.key`, `${taint.key} with ${taint.effect} is there twice.`)] : [];
  });
  const repels = node.role === 'control' && node.taints.some((taint) => taint.effect === 'NoExecute');
  return [
    ...labels,
    ...taints,
    ...(repels ? [warning(`${path}.taints`, 'NoExecute on the control node also drives out cluster DNS and storage.')] : []),
  ];
}
