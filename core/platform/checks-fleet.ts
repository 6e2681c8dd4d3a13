// Does the machine go with the others: nobody's member, nobody's twin, with a name it may take?
import { distributions, installable, type Installable } from '#contract/distributions.ts';
import type { NodeFacts } from '#contract/nodes.ts';
import { belongingOf } from './membership.ts';
import { block, pass, warn, type Check, type Examined, type Subject, type Verdict } from './preflight-check.ts';

const leaving: Readonly<Record<NodeFacts['membership']['kind'], string>> = {
  none: 'see what runs there',
  microk8s: '`sudo microk8s leave`',
  k8s: '`sudo snap remove --purge k8s`',
  kubeadm: '`sudo kubeadm reset`',
  k3s: '`sudo k3s-uninstall.sh` or `sudo k3s-agent-uninstall.sh`',
  rke2: '`sudo rke2-uninstall.sh`',
};

/** Another one than the platform's, with all that it holds. */
function otherDistribution({ membership: { kind } }: NodeFacts, wanted: Installable): Installable | null {
  const there = installable.safeParse(kind);
  return there.success && there.data !== wanted ? there.data : null;
}

const ours = (unlisted: readonly string[]): Verdict => {
  const names = unlisted.slice(0, 3).join(', ');
  if (unlisted.length === 0) return pass('in this platform');
  return warn(
    `in this platform, with ${names}, which the list lacks`,
    `The cluster has ${unlisted.length === 1 ? 'a member' : 'members'} that no run looks after: no upgrade, no names, no certificates.`,
    `Add ${names} to the machines; to be rid of ${unlisted.length === 1 ? 'it' : 'them'}, remove the node from the cluster afterwards.`,
  );
};

const membership: Check = {
  id: 'membership',
  title: 'Other clusters',
  command: 'sudo microk8s status; sudo k8s status; ls /etc/rancher /etc/kubernetes',
  wanted: () => 'in none',
  judge({ node, facts, fleet, distribution, cluster = [] }) {
    const other = otherDistribution(facts, distribution);
    if (other !== null)
      return block(
        `${distributions[other].title} is installed`,
        `This platform is to run ${distributions[distribution].title}, and one machine cannot run both.`,
        `Remove it there: \`sudo snap remove --purge ${other}\`, or choose ${distributions[other].title} for the platform.`,
      );
    const belonging = belongingOf(node, facts, {
      fleet: fleet.map((one) => ({ ...one.node, facts: one.facts ?? one.node.facts })),
      cluster,
    });
    if (belonging.kind === 'ours') return ours(belonging.unlisted);
    if (belonging.kind === 'other')
      return block(
        installable.safeParse(facts.membership.kind).success ? `in a cluster ${belonging.cluster}` : belonging.cluster,
        'Joining it would tear it out of that cluster.',
        belonging.shared.length === 0
          ? `Choose another machine, or let it leave there first: ${leaving[facts.membership.kind]}.`
          : `It is there together with ${belonging.shared.join(', ')}. If that is the cluster of this platform, add to the list what it lacks; else choose other machines.`,
      );
    if (belonging.kind === 'in-use')
      return block(
        `a cluster of its own, ${belonging.what}`,
        'Joining would throw away what runs on it.',
        `Make it the first control node, or remove that cluster: \`sudo snap remove --purge ${facts.membership.kind}\`.`,
      );
    return pass(facts.membership.kind === 'none' ? 'in none' : 'installed, in no cluster');
  },
};

const macs = (one: Pick<Examined, 'facts'>) =>
  one.facts?.nics.map((nic) => nic.mac).filter((mac) => mac !== '' && mac !== '00:00:00:00:00:00') ?? [];
const names = (twins: readonly Examined[]) => twins.map((one) => one.node.name).join(', ');
const othersOf = ({ fleet, node }: Subject) => fleet.filter((one) => one.node.id !== node.id && one.facts !== null);

const leftovers: Check = {
  id: 'leftovers',
  title: 'Other container hosts',
  command: "docker info --format '{{.Swarm.LocalNodeState}}'; docker ps --format '{{.Image}}'; ls -d ~/.minikube /run/containerd",
  wanted: () => 'none',
  judge({ facts: { leftovers: found, containerd }, distribution }) {
    if (containerd && distributions[distribution].bringsContainerd)
      return block(
        [...found, 'containerd'].join(', '),
        `${distributions[distribution].title} brings its own containerd to /run/containerd, and begins nowhere where another one lives, such as that of Docker.`,
        "Take Docker or containerd away and restart the machine (of Ubuntu's own packages: `sudo apt-get remove docker.io containerd`), or choose a distribution that lives beside it, such as MicroK8s.",
      );
    if (found.length === 0) return pass('none');
    return warn(
      found.join(', '),
      'They take memory, and want the same ports and networks as Kubernetes.',
      'Take away what is no longer used: `docker swarm leave --force`, `kind delete clusters --all` or `minikube delete --all`.',
    );
  },
};

const identity: Check = {
  id: 'identity',
  title: 'Identity',
  command: 'ip -o link',
  wanted: () => 'unique network cards',
  judge(subject) {
    const sameCard = othersOf(subject).filter((one) => macs(one).some((mac) => macs(subject).includes(mac)));
    if (sameCard.length === 0) return pass('unique');
    return block(
      `same network card as ${names(sameCard)}`,
      'Two entries of the list lead to one machine.',
      'Remove one of them, or correct its address.',
    );
  },
};

const machineId: Check = {
  id: 'machine-id',
  title: 'Machine id',
  command: 'cat /etc/machine-id',
  wanted: () => 'unique',
  judge(subject) {
    const own = subject.facts.machineId;
    if (own === '') return warn('none', 'Services that know the machine by it, such as its journal and DHCP, fail.', `Make one: ${anew}.`);
    const same = othersOf(subject).filter((one) => one.facts?.machineId === own);
    if (same.length === 0) return pass('unique');
    return warn(
      `same as ${names(same)}`,
      'They are copies of one installation; network addresses and monitoring mix them up.',
      `Give it its own: ${anew}, then restart it.`,
    );
  },
};
const anew = '`sudo rm /etc/machine-id; sudo systemd-machine-id-setup`';

/** What makers leave in the firmware instead of a number. */
const nonsense = /^(?:(.)\1*(?:-\1+)*|03000200-0400-0500-0006-000700080009|not .*|to be filled.*|default.*)$/;
const productUuid: Check = {
  id: 'product-uuid',
  title: 'Firmware id',
  command: 'sudo cat /sys/class/dmi/id/product_uuid',
  wanted: () => 'unique',
  judge(subject) {
    const own = subject.facts.productUuid;
    if (own === '') return pass('not readable without root, or none');
    if (nonsense.test(own)) return pass(`${own}, which says nothing`);
    const same = othersOf(subject).filter((one) => one.facts?.productUuid === own);
    if (same.length === 0) return pass('unique');
    return warn(
      `same as ${names(same)}`,
      'Copied virtual machines have it, and it is one of the things Kubernetes tells nodes apart by.',
      'Give the copy an id of its own where the virtual machine is defined.',
    );
  },
};

const hostname: Check = {
  id: 'hostname',
  title: 'Host name',
  command: 'hostname',
  wanted: ({ node }) => node.name,
  judge(subject) {
    const { facts, node, distribution } = subject;
    const twins = othersOf(subject).filter((one) => one.facts?.hostname === facts.hostname);
    if (facts.hostname === node.name && twins.length === 0) return pass(facts.hostname);
    if (facts.membership.kind === distribution)
      return block(
        facts.hostname,
        `${distributions[distribution].title} is installed there under this name, and a node cannot change its name.`,
        `Call the node ${facts.hostname}, or remove ${distributions[distribution].title} there.`,
      );
    if (twins.length > 0)
      return warn(
        facts.hostname === node.name
          ? `${facts.hostname}, and so is ${names(twins)}`
          : `${facts.hostname}, as ${names(twins)}; becomes ${node.name}`,
        'Until Hearth has given each its own name, the router may know only one of them.',
        `Nothing, or name it now: \`sudo hostnamectl set-hostname ${node.name}\`.`,
      );
    return pass(`${facts.hostname}, becomes ${node.name}`);
  },
};

export const fleetChecks: readonly Check[] = [membership, leftovers, identity, machineId, productUuid, hostname];
