import { describe, expect, test } from 'vitest';
import { describeFault } from '#contract/faults/catalogue.ts';
import type { Node, NodeFacts } from '#contract/nodes.ts';
import { examined, goodFacts, sketchNode, sketchPlatform } from './fixtures.ts';
import { checks, judge } from './judge.ts';
import type { Examined, Intent } from './preflight-check.ts';

const { settings } = sketchPlatform();
const intent = { settings, distribution: 'microk8s' } as const;
const control = examined(sketchNode(1));
/** Cells of node2, a worker beside a faultless control node, that do not pass. */
const trouble = (facts: Partial<NodeFacts>, { node = {}, ...more }: Partial<Omit<Examined, 'node'>> & { node?: Partial<Node> } = {}) => {
  const subject = examined(sketchNode(2, { facts: goodFacts(2, facts), ...node }), more);
  return judge([control, subject], intent)
    .filter((cell) => cell.nodeId === 'n2' && cell.state !== 'pass')
    .map((cell) => [cell.check, cell.state]);
};
const microk8s = (detail: string, members: string[] = []) => ({ membership: { kind: 'microk8s' as const, detail, members } });

test('what a machine must have is what the chosen distribution needs', () => {
  const onK8s = (facts: Partial<NodeFacts>) =>
    judge([examined(sketchNode(1, { facts: goodFacts(1, facts) }))], { settings, distribution: 'k8s' })
      .filter((cell) => cell.state !== 'pass')
      .map((cell) => [cell.check, cell.state, cell.reason]);
  expect(onK8s({ ports: [16443] })).toEqual([]);
  expect(onK8s({ ports: [6443] })).toEqual([['ports', 'block', '6443 is needed for the Kubernetes API.']]);
  expect(onK8s({ ports: [2379] })).toEqual([['ports', 'block', '2379 is needed for the cluster database.']]);
  expect(onK8s({ ports: [4240] })).toEqual([['ports', 'warn', '4240 is needed for the health of the network.']]);
  expect(onK8s(microk8s('alone', ['node1']))).toEqual([
    ['membership', 'block', 'This platform is to run Canonical Kubernetes, and one machine cannot run both.'],
  ]);
});

describe('machines that are fit', () => {
  test('a fleet that meets the documented minimums passes everywhere', () => {
    const fleet = [1, 2, 3].map((number) => examined(sketchNode(number)));
    const cells = judge(fleet, intent);
    expect(cells).toHaveLength(3 * checks.length);
    expect(cells.filter((cell) => cell.state !== 'pass')).toEqual([]);
  });

  test.each<[string, Partial<NodeFacts>]>([
    ['8 GB as the kernel shows them', { memoryBytes: 15.1e9 }],
    ['a clock that is a second off', { clockSkewMs: -1900 }],
    ['a virtual machine', { virtualisation: 'kvm' }],
    ['MicroK8s installed and alone, holding its own ports', { ...microk8s('alone'), ports: [16443, 10250, 25000] }],
    ['a member of this very platform', { ...microk8s('follows 10.0.0.1', ['10.0.0.1']), ports: [10250] }],
    ['a member seen by name', microk8s('a cluster of 2 nodes', ['node1', 'node2'])],
    ['ports nobody needs', { ports: [22, 80, 443, 3000, 19001] }],
    ['an unknown GPU', { gpus: [{ vendor: 'NVIDIA', model: 'device 0x2684', driver: '', driverVersion: '' }] }],
  ])('%s passes', (_, facts) => {
    expect(trouble(facts)).toEqual([]);
  });

  test('the control node may run workloads already: a second run of the plan sees its own', () => {
    const own = examined(sketchNode(1, { facts: goodFacts(1, microk8s('in use: registry', ['node1'])) }));
    expect(judge([own], intent).filter((cell) => cell.state === 'block')).toEqual([]);
  });
});

describe('what cannot work blocks, what is only weak warns', () => {
  test.each<[string, Partial<NodeFacts>, [string, string][]]>([
    ['half the cores', { cpu: { cores: 4, model: '' } }, [['cpu', 'warn']]],
    ['little memory', { memoryBytes: 4e9 }, [['memory', 'warn']]],
    ['far too little memory', { memoryBytes: 0.5e9 }, [['memory', 'block']]],
    ['a small disk', { disks: [{ mount: '/', filesystem: 'ext4', sizeBytes: 64e9, freeBytes: 40e9 }] }, [['storage', 'warn']]],
    ['a tight disk', { disks: [{ mount: '/', filesystem: 'ext4', sizeBytes: 900e9, freeBytes: 9e9 }] }, [['disk-free', 'warn']]],
    [
      'a full file system for snaps beside an empty one',
      {
        disks: [
          { mount: '/', filesystem: 'ext4', sizeBytes: 900e9, freeBytes: 800e9 },
          { mount: '/var', filesystem: 'ext4', sizeBytes: 20e9, freeBytes: 0.1e9 },
        ],
      },
      [['disk-free', 'block']],
    ],
    ['a clock that is some seconds off', { clockSkewMs: 9000 }, [['clock', 'warn']]],
    ['a clock that is minutes off', { clockSkewMs: -180_000 }, [['clock', 'block']]],
    ['a system nobody tested', { os: { id: 'arch', version: '', title: 'Arch Linux' } }, [['os', 'warn']]],
    ['an old Ubuntu', { os: { id: 'ubuntu', version: '18.04', title: 'Ubuntu 18.04' } }, [['os', 'warn']]],
    ['a system without snapd', { os: { id: 'alpine', version: '3.20', title: 'Alpine' } }, [['os', 'block']]],
    ['a 32-bit machine', { arch: 'armv7l' }, [['arch', 'block']]],
    ['another architecture than the control node', { arch: 'aarch64' }, [['arch', 'warn']]],
    ['a taken API port', { ports: [16443] }, [['ports', 'block']]],
    ['no snapd', { snapd: '' }, [['snapd', 'warn']]],
    ['no name server', { resolves: false }, [['resolution', 'warn']]],
    ['swap', { swapBytes: 2e9 }, [['swap', 'warn']]],
    ['a container', { virtualisation: 'lxc' }, [['machine', 'warn']]],
    ['a member of another cluster', microk8s('a cluster of 2 nodes', ['node2', 'pine']), [['membership', 'block']]],
    ['a follower of an unknown control plane', microk8s('follows 10.9.9.9', ['10.9.9.9']), [['membership', 'block']]],
    ['a MicroK8s with workloads that a join would throw away', microk8s('in use: photos', ['node2']), [['membership', 'block']]],
    ['k3s', { membership: { kind: 'k3s', detail: 'set up by k3s', members: [] } }, [['membership', 'block']]],
    ['the card of the control node', { nics: goodFacts(1).nics }, [['identity', 'block']]],
    ['a cloned installation', { machineId: 'machine-1' }, [['machine-id', 'warn']]],
    ['MicroK8s under another name', { hostname: 'pine', ...microk8s('alone', ['pine']) }, [['hostname', 'block']]],
  ])('%s', (_, facts, expected) => {
    expect(trouble(facts)).toEqual(expected);
  });

  describe('a member that the list lacks', () => {
    const own = [1, 2, 9].map((number) => ({ name: `node${number}`, address: `10.0.0.${number}` }));
    const asMember = (members: string[], cluster: NonNullable<Intent['cluster']>) => {
      const fleet = [control, examined(sketchNode(2, { facts: goodFacts(2, microk8s('a cluster of 3 nodes', members)) }))];
      const cell = judge(fleet, { ...intent, cluster }).find(({ nodeId, check }) => nodeId === 'n2' && check === 'membership');
      return [cell?.state, cell?.found, cell?.remedy] as const;
    };

    test('is told of our own cluster, and nothing is blocked', () => {
      const [state, found, remedy] = asMember(['node1', 'node2', 'node9'], own);
      expect([state, found]).toEqual(['warn', 'in this platform, with node9, which the list lacks']);
      expect(remedy).toContain('Add node9 to the machines');
      // A worker knows the control plane by its address alone.
      expect(asMember(['10.0.0.9'], own)[1]).toBe('in this platform, with node9, which the list lacks');
    });

    test.each<[string, string[], NonNullable<Intent['cluster']>]>([
      ['nothing is known of our cluster', ['node1', 'node2', 'node9'], []],
      ['our cluster lists none of those whom the machine names', ['node2', 'pine'], own],
      [
        'our cluster has a machine of the same name elsewhere',
        ['node1', 'node2', 'node9'],
        own.map(({ name }, index) => ({ name, address: `10.9.9.${index}` })),
      ],
    ])('blocks where %s', (_, members, cluster) => {
      expect(asMember(members, cluster)[0]).toBe('block');
    });

    test('no advice to leave where machines of the list are in that cluster', () => {
      expect(asMember(['node1', 'node2', 'node9'], [])[2]).not.toContain('leave');
      expect(asMember(['node2', 'pine'], [])[2]).toContain('microk8s leave');
    });
  });

  test('a control node needs two cores and two gigabytes', () => {
    const weak = examined(sketchNode(1, { facts: goodFacts(1, { cpu: { cores: 1, model: '' }, memoryBytes: 1e9 }) }));
    const blocked = judge([weak], intent).filter((cell) => cell.state === 'block');
    expect(blocked.map((cell) => cell.check)).toEqual(['cpu', 'memory']);
  });

  test('sudo: free and root pass, a password only when it is known', () => {
    expect(trouble({}, { sudo: 'root' })).toEqual([]);
    expect(trouble({}, { sudo: 'password', passwordKnown: true })).toEqual([]);
    expect(trouble({}, { sudo: 'password' })).toEqual([['sudo', 'block']]);
    expect(trouble({}, { sudo: 'none' })).toEqual([['sudo', 'block']]);
    expect(trouble({}, { sudo: null })).toEqual([['sudo', 'unknown']]);
  });

  test('every warning and every block says why and what to do', () => {
    const awful = goodFacts(2, {
      memoryBytes: 1,
      cpu: { cores: 0, model: '' },
      disks: [],
      swapBytes: 1,
      resolves: false,
      snapd: '',
      clockSkewMs: 1e9,
    });
    for (const cell of judge([examined(sketchNode(2, { facts: awful }))], intent)) {
      if (cell.state === 'pass') continue;
      expect(cell.reason, cell.check).toMatch(/\.$/);
      expect(cell.remedy, cell.check).not.toBe('');
    }
  });
});

test('a machine that did not answer blocks with its own sentence, and nothing else is guessed', () => {
  const fault = describeFault('NODE_UNREACHABLE', { host: '10.0.0.2', port: 22 });
  const silent = examined(sketchNode(2), { facts: null, sudo: null, fault });
  const cells = judge([control, silent], intent).filter((cell) => cell.nodeId === 'n2');
  const [reach, ...others] = cells;
  expect(reach).toMatchObject({ check: 'reach', state: 'block', found: fault.what, reason: fault.why, remedy: fault.todo });
  for (const cell of others) expect(cell).toMatchObject({ state: 'unknown', found: fault.what });
});

const nicOf = (address: string, dynamic = false): NodeFacts['nics'] => [
  {
    name: 'eth0',
    mac: '02:00:00:00:00:02',
    mtu: 1500,
    defaultRoute: true,
    addresses: [address],
    networks: [{ address, prefix: 24, dynamic }],
  },
];

test.each([
  ['off', false, 'sudo timedatectl set-ntp true'],
  ['on', false, 'timedatectl timesync-status'],
  ['on', true, 'the clock of this computer may be the wrong one'],
] as const)('a wrong clock whose time service is %s, synchronised %s, is told what is left to do', (service, synchronised, said) => {
  const facts = goodFacts(2, { clockSkewMs: 180_000, timeSync: { service, synchronised } });
  const found = judge([control, examined(sketchNode(2, { facts }))], intent).find(
    ({ nodeId, check }) => nodeId === 'n2' && check === 'clock',
  );
  expect(found?.remedy).toContain(said);
});

describe('networks', () => {
  const cellsWith = (facts: Partial<NodeFacts>, over: Partial<typeof settings>) =>
    judge([control, examined(sketchNode(2, { facts: goodFacts(2, facts) }))], { ...intent, settings: { ...settings, ...over } }).filter(
      (cell) => cell.nodeId === 'n2' && cell.state !== 'pass',
    );

  test.each<[string, { from: string; to: string }, string[]]>([
    ['free addresses of its network', { from: '10.0.0.200', to: '10.0.0.210' }, []],
    ['addresses of another network', { from: '10.0.9.1', to: '10.0.9.9' }, ['warn: lie outside 10.0.0.0/24']],
    ['more than its network holds', { from: '10.0.0.240', to: '10.0.1.9' }, ['block: hold 10.0.0.254, the gateway of the machines']],
    ['a machine', { from: '10.0.0.2', to: '10.0.0.9' }, ['block: hold 10.0.0.2, the address of node2']],
  ])('ingress: %s', (_, ingressPool, found) => {
    expect(cellsWith({}, { ingressPool }).map((cell) => `${cell.state}: ${cell.found}`)).toEqual(found);
  });

  test('ingress: between addresses that were lent to machines', () => {
    const lent = (number: number, address: string) =>
      examined(sketchNode(number, { address, facts: goodFacts(number, { nics: nicOf(address, true) }) }));
    const pool = { ...settings, ingressPool: { from: '10.0.0.150', to: '10.0.0.160' } };
    const found = judge([control, lent(2, '10.0.0.120'), lent(3, '10.0.0.180')], { ...intent, settings: pool }).filter(
      (cell) => cell.check === 'ingress-pool',
    );
    expect(found.map((cell) => cell.state)).toEqual(['warn', 'warn', 'warn']);
    expect(
      judge([control, lent(2, '10.0.0.120')], { ...intent, settings: pool }).filter(
        (cell) => cell.check === 'ingress-pool' && cell.state !== 'pass',
      ),
    ).toEqual([]);
  });

  test('a second network that overlaps only warns, a name server inside the service range blocks', () => {
    const second: NodeFacts['nics'][number] = {
      name: 'eth1',
      mac: '02:00:00:00:01:02',
      mtu: 1500,
      defaultRoute: false,
      addresses: ['10.1.3.1'],
      networks: [{ address: '10.1.3.1', prefix: 24, dynamic: false }],
    };
    expect(trouble({ nics: [...goodFacts(2).nics, second] })).toEqual([['ranges', 'warn']]);
    expect(trouble({ nameServers: ['10.152.183.10'] })).toEqual([['ranges', 'block']]);
  });
});

describe('what Hearth offers to mend', () => {
  const fixes = (facts: Partial<NodeFacts>) =>
    judge([control, examined(sketchNode(2, { facts: goodFacts(2, facts) }))], intent).flatMap((cell) =>
      cell.nodeId === 'n2' && cell.fix !== null ? [[cell.check, cell.fix.title]] : [],
    );
  const twin = { machineId: 'machine-1' };
  test('is offered beside the finding it mends, and on machines without a finding nothing is', () => {
    expect(fixes({})).toEqual([]);
    expect(fixes({ swapBytes: 1e9, swaps: ['/swap.img'] })).toEqual([['swap', 'Switch swap off']]);
    expect(fixes({ timeSync: { service: 'off', synchronised: false } })).toEqual([['time-sync', 'Keep the time by itself']]);
    expect(fixes(twin)).toEqual([['machine-id', 'Give it a machine id of its own']]);
    expect(fixes({ modules: [{ name: 'overlay', state: 'loadable' }] })).toEqual([['modules', 'Load the modules now']]);
  });
  test('is not offered where it would do harm or no good', () => {
    expect(fixes({ swapBytes: 1e9, swaps: ['/dev/zram0'] })).toEqual([]);
    expect(fixes({ timeSync: { service: 'unknown', synchronised: false } })).toEqual([]);
    expect(fixes({ ...twin, ...microk8s('alone') })).toEqual([]);
    expect(
      fixes({
        ...twin,
        nics: nicOf('10.0.0.2', true),
      }),
    ).toEqual([]);
    expect(
      fixes({
        modules: [
          { name: 'overlay', state: 'loadable' },
          { name: 'br_netfilter', state: 'missing' },
        ],
      }),
    ).toEqual([]);
  });
});

test('room that nobody uses is named beside a disk that is too small', () => {
  const small = { disks: [{ mount: '/', filesystem: 'ext4', sizeBytes: 100e9, freeBytes: 60e9 }] };
  const storage = (facts: Partial<NodeFacts>) =>
    judge([examined(sketchNode(1, { facts: goodFacts(1, { ...small, ...facts }) }))], intent).find((cell) => cell.check === 'storage');
  expect(storage({ volumeGroups: [{ name: 'ubuntu-vg', sizeBytes: 900e9, freeBytes: 800e9 }] })?.remedy).toContain('lvextend');
  expect(storage({ blockDevices: [{ name: 'sdb', sizeBytes: 900e9, model: '', empty: true }] })?.found).toContain('empty disk sdb');
  expect(storage({})?.remedy).toBe('Add a disk, or keep the data small.');
});

test('each cell says what a person would type to see it', () => {
  for (const cell of judge([control], intent)) expect(cell.command, cell.check).not.toBe('');
});

test('a member of a stranger is not known by the host name of a machine that has no name of its own yet', () => {
  const nodes = [
    sketchNode(1, { facts: goodFacts(1, { hostname: 'ubuntu' }) }),
    sketchNode(2, { facts: goodFacts(2, microk8s('a cluster of 2 nodes', ['node2', 'ubuntu'])) }),
  ];
  const cells = judge(
    nodes.map((node) => examined(node)),
    { settings, distribution: 'microk8s' },
  );
  expect(cells.find(({ nodeId, check }) => nodeId === 'n2' && check === 'membership')?.state).toBe('block');
});
