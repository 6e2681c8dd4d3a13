// Errors of what is done to a cluster that runs: nodes that go, upgrades, certificates.
import { permanent, transient } from './entry.ts';

export const lifeFaults = {
  VOLUMES_ON_NODE: permanent<{ host: string; volumes: string }>({
    status: 409,
    what: (d) => `${d.host} was left as it is: volumes lie on its disk (${d.volumes}).`,
    why: 'They are out of reach of the cluster as soon as the machine is. Hearth deletes none of them.',
    todo: 'Copy what you need elsewhere, or confirm that the volumes may stay behind on that disk, then start again.',
  }),
  LAST_CONTROL_NODE: permanent<{ host: string }>({
    status: 409,
    what: (d) => `${d.host} is the only control node, so it cannot leave the cluster.`,
    why: 'The cluster and everything that it knows would be gone with it.',
    todo: 'Add two machines as control nodes and set them up first; a worker becomes one by being removed and added again. To end the whole platform, undo its set-up.',
  }),
  NODE_IS_MEMBER: permanent<{ host: string; nodeId: string; renamed: string }>({
    status: 409,
    what: (d) =>
      d.renamed === ''
        ? `${d.host} stays in the list: it works in the cluster.`
        : `${d.host} keeps its name: it works in the cluster under it.`,
    why: (d) =>
      d.renamed === ''
        ? 'Taken from the list alone, it would stay in the cluster, where no run knows it any more.'
        : `Called ${d.renamed} in the list alone, it would be taken for a machine of another cluster.`,
    todo: (d) =>
      d.renamed === ''
        ? `Remove the node ${d.host} (Nodes, or the run remove-node): it is drained, leaves the cluster, and then the list.`
        : `Rename the node ${d.host} (Nodes, or the run rename-node): it leaves the cluster and joins again as ${d.renamed}.`,
  }),
  ONLY_VOTER: permanent<{ host: string; others: string }>({
    status: 409,
    what: (d) => `${d.host} was left as it is: it alone votes in the cluster database.`,
    why: (d) => `Of two control nodes only one votes, and it may not go while the other one (${d.others}) depends on it.`,
    todo: (d) => `Add a third control node first, or remove ${d.others} first.`,
  }),
  NODE_STILL_WORKS: permanent<{ host: string }>({
    status: 409,
    what: (d) => `${d.host} is Ready, so it is not lost.`,
    why: 'A machine that works and is only struck off registers again by itself.',
    todo: 'Remove it by letting it leave, or switch it off for good first.',
  }),
  LEAVER_AWAY: transient<{ host: string; reason: string }>({
    status: 503,
    what: (d) => `${d.host} does not answer, and is to leave by itself.`,
    why: (d) => d.reason,
    todo: (d) => `Switch it on; it is asked again. If it will not come back, cancel this run and remove ${d.host} as lost.`,
    action: 'retry',
  }),
  DRAIN_BLOCKED: permanent<{ host: string; minutes: number; blockers: string }>({
    status: 409,
    what: (d) => `Not all pods left ${d.host} within ${d.minutes} minutes.`,
    why: (d) => `Still there: ${d.blockers}.`,
    todo: 'Start more replicas elsewhere, or change the disruption budget that is named, then retry the task.',
    action: 'retry',
  }),
  UPGRADE_REFUSED: permanent<{ host: string; reason: string }>({
    status: 409,
    what: (d) => `${d.host} was not upgraded.`,
    why: (d) => d.reason,
    todo: 'Choose another channel, or mend what is named; nodes after this one were not touched.',
    action: 'retry',
  }),
  CA_ENDS: permanent<{ host: string; name: string; days: number }>({
    status: 409,
    what: (d) => `The certificate authority ${d.name} of ${d.host} ends in ${d.days} days, and Hearth does not renew it.`,
    why: 'With a new authority every node has to leave and join again.',
    todo: 'Plan an hour for it: MicroK8s describes it under `microk8s refresh-certs`, Canonical Kubernetes under `k8s refresh-certs`.',
  }),
};
