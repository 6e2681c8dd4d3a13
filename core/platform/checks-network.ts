// Does the machine reach what it needs, is it reached under its own name, and do its networks go with those of the cluster?
import { distributions } from '#contract/distributions.ts';
import type { NodeFacts } from '#contract/nodes.ts';
import { machineNetworks, poolRange, poolTrouble } from './ingress-pool.ts';
import { addressNumber, contains, overlap, rangeOf, rangeText } from './ipv4.ts';
import { mainNic, type Nic } from './main-nic.ts';
import { block, pass, portsOf, warn, type Check, type Examined, type Reach, type Verdict } from './preflight-check.ts';

const unlooked: Verdict = { state: 'unknown', found: 'not looked at', reason: 'The check did not come that far.' };

const resolution: Check = {
  id: 'resolution',
  title: 'Name resolution',
  command: 'getent ahosts api.snapcraft.io; getent ahosts no-such-name.invalid; resolvectl status',
  wanted: () => 'public names resolve',
  judge({ facts, reach }) {
    const servers = facts.nameServers.length === 0 ? '' : `, by ${facts.nameServers.join(', ')}`;
    if (!facts.resolves)
      return warn(
        `no answer${servers}`,
        'Public names do not resolve there, so snaps and images cannot be fetched unless they come from a mirror.',
        'Look at its name servers: `resolvectl status`.',
      );
    if (reach?.inventsNames === true)
      return warn(
        `a name that does not exist resolves${servers}`,
        'Its name server, or a wildcard in its search domain, answers for everything; names inside the cluster then lead outside.',
        'Take the search domain out of its network settings, or use another name server.',
      );
    return pass(`works${servers}`);
  },
};

const ownName: Check = {
  id: 'own-name',
  title: 'Name for its address',
  command: ({ node }) => `getent hosts ${node.address}`,
  wanted: () => "not another machine's",
  judge({ node, reach, fleet }) {
    if (reach === null) return unlooked;
    // Hearth writes the names of all nodes into /etc/hosts, so that none is needed.
    if (reach.ownName === '') return pass('none');
    const found = `${reach.ownName} for ${reach.ownAddress}`;
    const label = reach.ownName.split('.')[0];
    const owner = fleet.find((one) => one.node.id !== node.id && one.node.name === label);
    if (owner === undefined) return pass(found);
    return warn(
      found,
      `That is the name of ${owner.node.name}; whoever asks for the name behind this address takes the two for one.`,
      'Correct the entry in the DNS or the router.',
    );
  },
};

interface Wanted {
  readonly id: string;
  readonly title: string;
  readonly names: readonly string[];
  readonly reason: string;
  readonly remedy: string;
}
/** Reachable or not: a mirror or a proxy of the machine's own may stand in, so that this never blocks. */
const outside = ({ id, title, names, reason, remedy }: Wanted): Check => ({
  id,
  title,
  command: names.map((name) => `curl -sSI https://${name}/`).join('; '),
  wanted: () => names.join(', '),
  judge({ reach }) {
    if (reach === null) return unlooked;
    const asked = reach.names.filter(({ name }) => names.includes(name));
    const silent = asked.filter(({ answers }) => !answers);
    if (asked.length === 0) return unlooked;
    if (silent.length === 0) return pass('answers');
    return warn(`no answer: ${silent.map(silence).join('; ')}`, reason, remedy);
  },
});
const silence = ({ name, address, detail }: Reach['names'][number]) =>
  address === '' ? `${name} (does not resolve)` : `${name} (${detail === '' ? address : detail})`;

const store = outside({
  id: 'store',
  title: 'Snap store',
  names: ['api.snapcraft.io'],
  reason: 'Kubernetes comes from there as a snap; without it the installation stops.',
  remedy: 'Let the machine out on port 443, or tell snapd of a proxy: `sudo snap set system proxy.https=http://proxy:port`.',
});
const registries = outside({
  id: 'registries',
  title: 'Image registries',
  names: ['registry-1.docker.io', 'ghcr.io', 'quay.io'],
  reason: 'Components whose images lie there do not start.',
  remedy: 'Let the machine out on port 443, or set up a mirror for the registries.',
});

/** What reachCheck is to ask for. */
export const outsideNames: readonly string[] = ['api.snapcraft.io', 'registry-1.docker.io', 'ghcr.io', 'quay.io'];

const mtuOf = ({ facts, node }: Pick<Examined, 'facts' | 'node'>) => (facts === null ? 0 : (mainNic(facts, node.address)?.mtu ?? 0));

const firewall: Check = {
  id: 'firewall',
  title: 'Firewall',
  command: 'cat /etc/ufw/ufw.conf; systemctl is-active firewalld',
  wanted: () => 'none, or open between nodes and pods',
  judge(subject) {
    const { node, facts, distribution, settings } = subject;
    if (facts.firewall === '') return pass('none seen');
    const ports = [...portsOf(subject).map(({ port }) => `${port}`), distributions[distribution].podTraffic].join(', ');
    const sources = [networkOf(facts, node.address), settings.podCidr].filter((one) => one !== null);
    const ufw = [...sources.map((one) => `sudo ufw allow from ${one}`), 'sudo ufw default allow routed'];
    const zones = sources.map((one) => `sudo firewall-cmd --permanent --zone=trusted --add-source=${one}`);
    return warn(
      `${facts.firewall} is on`,
      `Unless it lets the other machines and pods in on ${ports}, and what pods send through, nodes do not join, or are ready and not reached.`,
      `If it does not yet: \`${(facts.firewall === 'ufw' ? ufw : [...zones, 'sudo firewall-cmd --reload']).join('; ')}\`.`,
    );
  },
};
function networkOf(facts: NodeFacts, address: string): string | null {
  const network = mainNic(facts, address)?.networks.find((one) => addressNumber(one.address) !== null);
  return network === undefined ? null : rangeText(`${network.address}/${network.prefix}`);
}

/** IPv6 needs it of every link, and pods' packets are wrapped once more. */
const leastMtu = 1280;
const mtu: Check = {
  id: 'mtu',
  title: 'Packet size',
  command: 'ip link',
  wanted: () => 'equal everywhere, at least 1280',
  judge(subject) {
    const own = mtuOf(subject);
    if (own === 0) return pass('not shown');
    if (own < leastMtu)
      return warn(
        `MTU ${own}`,
        `Packets of pods are wrapped in others and become smaller still; below ${leastMtu} much software does not expect it.`,
        'Set it to 1500, or find out what makes the link so narrow (a tunnel, a VPN).',
      );
    const others = subject.fleet.filter((one) => one.node.id !== subject.node.id && mtuOf(one) !== 0 && mtuOf(one) !== own);
    if (others.length === 0) return pass(`MTU ${own}`);
    return warn(
      `MTU ${own}; ${others.map((one) => `${one.node.name} ${mtuOf(one)}`).join(', ')}`,
      'Large packets between them are lost, which looks like connections that hang.',
      'Set the same MTU on all machines, and on the switch between them.',
    );
  },
};

const leased: Check = {
  id: 'address',
  title: 'Lasting address',
  command: 'ip -o addr show scope global',
  wanted: () => 'fixed or reserved',
  judge({ node, facts }) {
    const networks = facts.nics.flatMap((nic) => nic.networks);
    const own = networks.find((one) => one.address === node.address) ?? mainNic(facts, node.address)?.networks[0];
    if (own === undefined) return pass('not shown');
    if (!own.dynamic) return pass(`${own.address}/${own.prefix}`);
    return warn(
      `${own.address} by DHCP`,
      'When the router gives it another address, the node is lost to the cluster.',
      'Reserve the address for this machine in the router, or set it by hand (on Ubuntu in /etc/netplan).',
    );
  },
};

const cidrOf = ({ address, prefix }: Nic['networks'][number]) => (addressNumber(address) === null ? null : rangeOf(`${address}/${prefix}`));

const ranges: Check = {
  id: 'ranges',
  title: 'Address ranges',
  command: 'ip -o -4 addr; ip route',
  wanted: ({ settings }) => `apart from ${settings.podCidr} and ${settings.serviceCidr}`,
  judge({ node, facts, settings }) {
    const taken = [
      { title: 'pods', cidr: settings.podCidr, range: rangeOf(settings.podCidr) },
      { title: 'services', cidr: settings.serviceCidr, range: rangeOf(settings.serviceCidr) },
    ];
    const main = mainNic(facts, node.address);
    const clashes = facts.nics.flatMap((nic) =>
      nic.networks.flatMap((network) => {
        const own = cidrOf(network);
        const hit = taken.find(({ range }) => own !== null && range !== null && overlap(own, range));
        return hit === undefined
          ? []
          : [{ found: `${network.address}/${network.prefix} on ${nic.name}`, hit, vital: nic === main || nic.defaultRoute }];
      }),
    );
    const helpers = [...facts.nameServers, facts.gateway].flatMap((address) => {
      const number = addressNumber(address);
      const hit = taken.find(({ range }) => number !== null && range !== null && contains(range, number));
      return hit === undefined ? [] : [{ found: address, hit, vital: true }];
    });
    const [first] = [...clashes.filter(({ vital }) => vital), ...helpers, ...clashes];
    if (first === undefined)
      return pass(facts.nics.flatMap((nic) => nic.networks.map((one) => `${one.address}/${one.prefix}`)).join(', ') || 'apart');
    const reason = `That lies in ${first.hit.cidr}, the range of the ${first.hit.title}; traffic to it would go astray.`;
    const remedy = `Choose another range for the ${first.hit.title} in the settings.`;
    return first.vital ? block(first.found, reason, remedy) : warn(first.found, reason, remedy);
  },
};

const placed = ({ node, facts }: Pick<Examined, 'node' | 'facts'>) => ({ name: node.name, address: node.address, facts });
const ingressPool: Check = {
  id: 'ingress-pool',
  title: 'Ingress addresses',
  command: 'ip -o -4 addr; ip route',
  wanted: ({ settings: { ingressPool: pool } }) => (pool === null ? 'none' : `${pool.from} to ${pool.to}, free in its network`),
  judge(subject) {
    const pool = poolRange(subject.settings);
    if (pool === null) return pass('not used');
    const machines = [placed(subject)];
    const trouble = poolTrouble(pool, { machines, fleet: subject.fleet.map(placed) });
    if (trouble === null) return pass(machineNetworks(machines).length === 0 ? 'its network is not shown' : 'in its network');
    const { severity, found, reason, remedy } = trouble;
    return severity === 'error' ? block(found, reason, remedy) : warn(found, reason, remedy);
  },
};

export const networkChecks: readonly Check[] = [resolution, ownName, store, registries, firewall, mtu, leased, ranges, ingressPool];
