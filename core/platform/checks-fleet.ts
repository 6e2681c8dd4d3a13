// Does the machine go with the others: nobody's member, nobody's twin, with a name it may take?
import { belongingOf } from './membership.ts';
import { block, pass, warn, type Check, type Examined, type Subject } from './preflight-check.ts';

const membership: Check = {
  id: 'membership',
  title: 'Other clusters',
  wanted: () => 'in none',
  judge({ node, facts, fleet }) {
    const belonging = belongingOf(
      node,
      facts,
      fleet.map((one) => ({ ...one.node, facts: one.facts ?? one.node.facts })),
    );
    if (belonging.kind === 'ours') return pass('in this platform');
    if (belonging.kind === 'other')
      return block(
        `in a cluster ${belonging.cluster}`,
        'Joining it would tear it out of that cluster.',
        'Choose another machine, or let it leave there first: sudo microk8s leave.',
      );
    if (belonging.kind === 'in-use')
      return block(
        `a MicroK8s of its own, ${belonging.what}`,
        'Joining would throw away what runs on it.',
        'Make it the control node, or remove MicroK8s there: sudo snap remove --purge microk8s.',
      );
    return pass(facts.membership.kind === 'microk8s' ? 'MicroK8s is installed, in no cluster' : 'in none');
  },
};

const macs = (one: Pick<Examined, 'facts'>) =>
  one.facts?.nics.map((nic) => nic.mac).filter((mac) => mac !== '' && mac !== '00:00:00:00:00:00') ?? [];
const names = (twins: readonly Examined[]) => twins.map((one) => one.node.name).join(', ');
const othersOf = ({ fleet, node }: Subject) => fleet.filter((one) => one.node.id !== node.id && one.facts !== null);

const identity: Check = {
  id: 'identity',
  title: 'Identity',
  wanted: () => 'unique',
  judge(subject) {
    const { facts } = subject;
    const others = othersOf(subject);
    const sameCard = others.filter((one) => macs(one).some((mac) => macs(subject).includes(mac)));
    if (sameCard.length > 0)
      return block(
        `same network card as ${names(sameCard)}`,
        'Two entries of the list lead to one machine.',
        'Remove one of them, or correct its address.',
      );
    const sameId = others.filter((one) => facts.machineId !== '' && one.facts?.machineId === facts.machineId);
    if (sameId.length > 0)
      return warn(
        `same machine id as ${names(sameId)}`,
        'They are copies of one installation; network addresses and monitoring mix them up.',
        'Give it its own: sudo rm /etc/machine-id; sudo systemd-machine-id-setup, then restart it.',
      );
    return pass('unique');
  },
};

const hostname: Check = {
  id: 'hostname',
  title: 'Host name',
  wanted: ({ node }) => node.name,
  judge({ facts, node }) {
    if (facts.hostname === node.name) return pass(facts.hostname);
    if (facts.membership.kind === 'microk8s')
      return block(
        facts.hostname,
        'MicroK8s is installed there under this name, and a node cannot change its name.',
        `Call the node ${facts.hostname}, or remove MicroK8s there.`,
      );
    return pass(`${facts.hostname}, becomes ${node.name}`);
  },
};

export const fleetChecks: readonly Check[] = [membership, identity, hostname];
