import { describe, expect, test } from 'vitest';
import { fault, isFault, TransientFault } from '#core/fault.ts';
import { sketchNode } from '#core/platform/fixtures.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import { valuesHash } from '#core/catalog/values-hash.ts';
import { Secret } from '#core/secret.ts';
import { room, tryStep, type RoomPlan, type Told } from '#steps/fixtures.ts';
import { steps } from '#steps/registry.ts';

const step = (id: string) => {
  const found = steps.get(id);
  if (found === undefined) throw new Error(`There is no step ${id}.`);
  return found;
};
const run = async (id: string, plan: RoomPlan) => {
  const { context, ...rest } = room(plan);
  return { ...rest, result: await tryStep(step(id), context) };
};
/** The fault a try ends with, and whether it is retried. */
const faultOf = async (id: string, plan: RoomPlan) => {
  const { context, ...rest } = room(plan);
  try {
    await tryStep(step(id), context);
  } catch (error) {
    if (isFault(error)) return { ...rest, view: error.view, retried: error instanceof TransientFault };
    throw error;
  }
  throw new Error('It did not fail.');
};
/** A script that answers `before` until the other script was called, then `after`. */
const turning = (before: Told, after: Told) => {
  let turned = false;
  return {
    look: () => (turned ? after : before),
    turn: (): Told => {
      turned = true;
      return {};
    },
  };
};

const factAnswers = (over: Told = {}): Told => ({
  hostname: 'node2',
  os: 'ubuntu|24.04|Ubuntu 24.04.3 LTS',
  kernel: '6.8.0',
  arch: 'x86_64',
  cpu: '8|Test',
  memory: '16000000000',
  swap: '0',
  virtualisation: 'none',
  'machine-id': 'machine-2',
  snapd: '2.71',
  resolves: 'true',
  membership: 'none|',
  disk: ['ext4|500000000000|400000000000|/'],
  nic: ['eth0|02:00:00:00:00:02|1500|true|10.0.0.2/24'],
  port: ['22'],
  clock: '1000000',
  ...over,
});

/** What a control node tells of a cluster that it began. */
const lead: Told = { node: 'node1|10.0.0.1|True||v1.36.3|' };

describe('looking first', () => {
  test('read-facts holds for the machine that was planned for, and stops when another one answers', async () => {
    const { result, called } = await run('read-facts', { scripts: { facts: factAnswers() } });
    expect(result).toEqual({ holds: true, applied: false, seen: 'Ubuntu 24.04.3 LTS, 8 cores, 14.9 GiB of memory, kernel 6.8.0.' });
    expect(called).toEqual(['node2 facts']);
    const { view } = await faultOf('read-facts', { scripts: { facts: factAnswers({ 'machine-id': 'another' }) } });
    expect(view).toMatchObject({ code: 'NOT_POSSIBLE_NOW', what: expect.stringContaining('node2 is not the machine that was checked') });
  });

  test('a cut-off answer is no answer', async () => {
    expect((await faultOf('read-facts', { scripts: { facts: { hostname: 'node2' } } })).view.code).toBe('SCRIPT_FAILED');
  });

  test('preflight holds with warnings in the log', async () => {
    const { result, said } = await run('preflight', {
      scripts: { facts: factAnswers({ swap: '1000000000' }), 'login-check': { user: 'ubuntu', sudo: 'free' }, 'reach-check': {} },
    });
    expect(result).toMatchObject({ holds: true, applied: false });
    expect(said.join('\n')).toContain('Swap: 0.93 GiB.');
  });

  test.each<[string, { facts?: Told; sudo?: string }, string]>([
    ['a full disk', { facts: { disk: ['ext4|500000000000|1000000|/'] } }, 'DISK_FULL'],
    ['a wrong clock', { facts: { clock: '1180000' } }, 'CLOCK_SKEWED'],
    ['another cluster', { facts: { membership: 'microk8s|follows 10.9.9.9', member: ['10.9.9.9'] } }, 'ALREADY_IN_CLUSTER'],
    ['no sudo', { sudo: 'none' }, 'SUDO_NOT_ALLOWED'],
    ['a sudo password nobody gave', { sudo: 'password' }, 'SUDO_PASSWORD_NEEDED'],
    ['a taken port', { facts: { port: ['16443'] } }, 'PREFLIGHT_BLOCKED'],
  ])('%s ends it with its own fault, before anything is changed', async (_, { facts = {}, sudo = 'free' }, code) => {
    const { view, calls } = await faultOf('preflight', {
      scripts: { facts: factAnswers(facts), 'login-check': { sudo }, 'reach-check': {} },
    });
    expect(view.code).toBe(code);
    expect(view.what).toContain('node2');
    expect(calls.filter(({ call }) => call.changes)).toEqual([]);
  });
});

describe('preparing a machine', () => {
  test('each step changes what is missing and nothing that is there', async () => {
    const hostname = turning({ hostname: 'fresh' }, { hostname: 'node2' });
    const named = await run('prepare-hostname', {
      scripts: { 'check-hostname': hostname.look, 'set-hostname': hostname.turn, 'snap-info': { snapd: 'true', installed: 'false' } },
    });
    expect(named.result).toMatchObject({ holds: true, applied: true });
    expect(named.calls.find(({ call }) => call.script === 'set-hostname')?.call.args).toEqual({ name: 'node2' });

    const hosts = turning({ state: 'differs' }, { state: 'same' });
    const written = await run('prepare-hosts-file', { scripts: { 'check-hosts-file': hosts.look, 'write-hosts-file': hosts.turn } });
    expect(written.result).toMatchObject({ holds: true, applied: true });
    expect(written.calls.find(({ call }) => call.changes)?.call).toMatchObject({
      asRoot: true,
      args: { entries: '10.0.0.1=node1,10.0.0.2=node2,10.0.0.3=node3' },
    });

    const settled: [string, RoomPlan['scripts']][] = [
      ['prepare-hostname', { 'check-hostname': { hostname: 'node2' } }],
      ['prepare-hosts-file', { 'check-hosts-file': { state: 'same' } }],
      ['prepare-packages', { 'check-packages': {} }],
      ['prepare-kernel', { 'check-kernel': {} }],
      ['install-distribution', { 'snap-info': { snapd: 'true', installed: 'true', channel: '1.36/stable' } }],
    ];
    for (const [id, scripts] of settled) expect((await run(id, { scripts })).result, id).toMatchObject({ holds: true, applied: false });
  });

  test('machines that are reached by name are left to the name server', async () => {
    const nodes = [sketchNode(1), sketchNode(2, { address: 'pine.lan' })];
    const { calls } = await run('prepare-hosts-file', { platform: { nodes }, scripts: { 'check-hosts-file': { state: 'same' } } });
    expect(calls[0]?.call.args).toEqual({ entries: '10.0.0.1=node1' });
  });

  test('a node that runs MicroK8s already keeps its name', async () => {
    const { view, calls } = await faultOf('prepare-hostname', {
      scripts: { 'check-hostname': { hostname: 'pine' }, 'snap-info': { snapd: 'true', installed: 'true' } },
    });
    expect(view.code).toBe('NOT_POSSIBLE_NOW');
    expect(calls.some(({ call }) => call.changes)).toBe(false);
  });

  test('what a shared kernel refuses is said, not fatal', async () => {
    const kernel = turning({ missing: ['module:br_netfilter'] }, {});
    const prepare = () => ({ ...kernel.turn(), refused: ['module:br_netfilter'] });
    const { result, said } = await run('prepare-kernel', { scripts: { 'check-kernel': kernel.look, 'prepare-kernel': prepare } });
    expect(result.holds).toBe(true);
    expect(said.join()).toContain('module:br_netfilter');
  });
});

describe('installing', () => {
  const absent = { snapd: 'true', installed: 'false' };
  test('the snap comes from the channel, with a launch configuration only on the control node and only for other ranges', async () => {
    const launchOn = async (node: string, podCidr: string) => {
      const snap = turning(absent, { snapd: 'true', installed: 'true', channel: '1.36/stable' });
      const settings = { ...room({ scripts: {} }).context.platform.settings, podCidr };
      const { calls } = await run('install-distribution', {
        node,
        platform: { settings },
        scripts: { 'snap-info': snap.look, 'snap-install': snap.turn },
      });
      const { args } = calls.find(({ call }) => call.script === 'snap-install')?.call ?? {};
      expect(args).toMatchObject({ snap: 'microk8s', channel: '1.36/stable', confinement: 'classic' });
      return args?.['launch'];
    };
    expect(await launchOn('node1', '10.1.0.0/16')).toBe('');
    expect(await launchOn('node2', '10.7.0.0/16')).toBe('');
    expect(await launchOn('node1', '10.7.0.0/16')).toContain('IPv4_CLUSTER_CIDR: 10.7.0.0/16');
  });

  test.each<[string, Told, string]>([
    ['snapd that is busy', { failed: 'error: snap "microk8s" has "auto-refresh" change in progress' }, 'PACKAGE_LOCKED, again'],
    ['snapd that has just started', { failed: 'error: too early for operation, device not yet seeded' }, 'PACKAGE_LOCKED, again'],
    ['no snapd', { problem: 'snap-missing' }, 'SNAP_MISSING'],
    ['a disk that fills up', { failed: '- Download (write x.partial: no space left on device)', room: '/var|4096' }, 'DISK_FULL'],
    ['no way out', { failed: 'error: Get https://x/: dial tcp: lookup api.snapcraft.io: no such host' }, 'NETWORK_MISSING, again'],
    ['anything else', { failed: 'error: cannot perform the following tasks:\n- Run hook (exit 1)\n' }, 'SCRIPT_FAILED'],
  ])('%s', async (_, told, ending) => {
    const failed = await faultOf('install-distribution', { scripts: { 'snap-info': absent, 'snap-install': told } });
    expect(`${failed.view.code}${failed.retried ? ', again' : ''}`).toBe(ending);
  });

  test('apt that is held by the daily update is waited for, with its holder named', async () => {
    const failed = 'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 811 (unattended-upgr)';
    const { view } = await faultOf('prepare-packages', {
      scripts: { 'check-packages': { missing: ['snapd'] }, 'install-packages': { failed } },
    });
    expect(view).toMatchObject({ code: 'PACKAGE_LOCKED', details: { holder: 'unattended-upgr' } });
  });

  test('an older channel is moved, a newer one is never turned back', async () => {
    const from = (channel: string) => ({ snapd: 'true', installed: 'true', channel });
    const older = turning(from('1.35/stable'), from('1.36/stable'));
    expect((await run('install-distribution', { scripts: { 'snap-info': older.look, 'snap-install': older.turn } })).result.holds).toBe(
      true,
    );
    const { view, calls } = await faultOf('install-distribution', { scripts: { 'snap-info': from('1.37/stable') } });
    expect(view.code).toBe('NOT_POSSIBLE_NOW');
    expect(calls.some(({ call }) => call.changes)).toBe(false);
  });
});

describe('the control plane', () => {
  const up = { installed: 'true', running: 'true', api: 'true' };
  test('counts when the API answers and the node itself is ready, however long that takes', async () => {
    let looks = 0;
    const { result, said, waited } = await run('control-plane-ready', {
      node: 'node1',
      scripts: {
        'microk8s-status': () => ((looks += 1) < 2 ? { installed: 'true', running: 'false', api: 'false' } : up),
        'cluster-nodes': () => ({ node: [`node1|10.0.0.1|${looks > 4 ? 'True' : 'False'}||v1.36.3|cni not ready`] }),
      },
    });
    expect(result).toMatchObject({ holds: true, applied: true });
    expect(said).toContain('Waiting: node1 is not ready: cni not ready');
    expect(waited()).toBeGreaterThan(0);
  });

  test('one that never comes is given up with what was seen last', async () => {
    const { result, waited } = await run('control-plane-ready', {
      scripts: { 'microk8s-status': { installed: 'true', running: 'false', api: 'false' } },
    });
    expect(result).toMatchObject({ holds: false, seen: 'MicroK8s is not running yet.' });
    expect(waited()).toBeLessThan(step('control-plane-ready').timeoutMs);
  });
});

describe('features', () => {
  test('a feature counts when its pods run, not when the command says so', async () => {
    let looks = 0;
    const enable = { feature: 'dns' };
    const { result, calls } = await run('enable-feature', {
      node: null,
      input: enable,
      scripts: {
        'cluster-feature-state': () =>
          (looks += 1) < 2 ? { workload: 'dns|' } : { enabled: 'dns', workload: `dns|1|${looks > 3 ? 1 : 0}` },
        'microk8s-enable': {},
      },
    });
    expect(result.holds).toBe(true);
    expect(calls[0]).toMatchObject({
      target: { label: 'node1' },
      call: { args: { features: expect.stringContaining('dns:kube-system:deployment:coredns') } },
    });
  });

  test.each<[string, Told, string]>([
    [
      'hostpath-storage',
      { enabled: 'hostpath-storage', workload: 'hostpath-storage|1|1', class: [] },
      'There is no storage class microk8s-hostpath yet.',
    ],
    ['helm3', { enabled: 'helm3', helm: '' }, 'helm3 does not answer.'],
    ['dns', { enabled: ['helm3', 'dns'], workload: ['hostpath-storage|1|1', 'dns|2|1'] }, 'coredns: 1 of 2 pods are ready.'],
  ])('%s that is on but does not work is not done', async (feature, state, seen) => {
    const { result } = await run('enable-feature', {
      node: null,
      input: { feature },
      scripts: { 'cluster-feature-state': state, 'microk8s-enable': {} },
    });
    expect(result).toMatchObject({ holds: false, seen });
  });

  test('an unknown feature is an error of the plan', async () => {
    expect((await faultOf('enable-feature', { node: null, input: { feature: 'gpu' }, scripts: {} })).view.code).toBe('PLAN_INVALID');
  });
});

describe('the kubeconfig', () => {
  const encoded = btoa('clusters: [home]\n');
  const nodes = (...names: string[]) => ({ status: 200, body: { items: names.map((name) => ({ metadata: { name } })) } });

  test('is fetched, kept as a secret and tried from outside', async () => {
    const { result, secrets, said } = await run('fetch-kubeconfig', {
      node: null,
      scripts: { 'cluster-nodes': lead, 'microk8s-kubeconfig': { config: encoded } },
      kube: () => nodes('node1', 'node2'),
    });
    expect(result).toMatchObject({ holds: true, applied: true, seen: 'https://10.0.0.1:16443 answers and knows node1, node2.' });
    expect(secrets.get(kubeconfigName('p1'))?.reveal()).toBe('clusters: [home]\n');
    expect(said.join()).not.toContain('clusters');
  });

  test('one that works is left alone; one of another cluster, or that is refused, is fetched anew', async () => {
    const again = async (kube: NonNullable<RoomPlan['kube']>) => {
      const { context, secrets, called } = room({
        node: null,
        scripts: { 'cluster-nodes': lead, 'microk8s-kubeconfig': { config: encoded } },
        kube,
      });
      secrets.set(kubeconfigName('p1'), new Secret('old'));
      const result = await tryStep(step('fetch-kubeconfig'), context).catch((error: unknown) => (isFault(error) ? error.view.code : error));
      return { result, called: [...called] };
    };
    expect(await again(() => nodes('node1'))).toMatchObject({ result: { applied: false }, called: [] });
    expect(await again(() => nodes('pine'))).toMatchObject({ result: { holds: false, applied: true } });
    expect(await again(() => ({ status: 401, body: { message: 'Unauthorized' } }))).toMatchObject({ result: 'CLUSTER_REFUSED' });
  });

  test('anything that is no kubeconfig is refused and not kept', async () => {
    for (const config of ['', 'not base64!', btoa('This MicroK8s deployment is acting as a node')]) {
      const { view, secrets } = await faultOf('fetch-kubeconfig', {
        node: null,
        scripts: { 'cluster-nodes': lead, 'microk8s-kubeconfig': { config } },
      });
      expect(view.code).toBe('KUBECONFIG_INVALID');
      expect(secrets.size).toBe(0);
    }
  });

  test('comes from another control node while the first does not answer', async () => {
    const { context, called } = room({
      node: null,
      platform: { nodes: [1, 2, 3].map((number) => sketchNode(number, { role: 'control' })) },
      scripts: {
        'cluster-nodes': (_, { label }) => {
          if (label === 'node1') throw fault('CONNECTION_LOST', { host: label, port: 22, doing: 'cluster-nodes' });
          return lead;
        },
        'microk8s-kubeconfig': { config: encoded },
      },
      kube: () => nodes('node1'),
    });
    expect(await tryStep(step('fetch-kubeconfig'), context)).toMatchObject({ holds: true, applied: true });
    expect(called).toEqual(['node1 cluster-nodes', 'node2 cluster-nodes', 'node2 microk8s-kubeconfig']);
  });

  test('is asked for again when the API is away for a moment', async () => {
    const away: Told = { exit: '1', last: 'connection refused' };
    const failed = await faultOf('fetch-kubeconfig', { node: null, scripts: { 'cluster-nodes': lead, 'microk8s-kubeconfig': away } });
    expect(failed).toMatchObject({ retried: true, view: { code: 'CLUSTER_UNREACHABLE', why: 'connection refused' } });
  });
});

describe('labels and taints', () => {
  const marked = sketchNode(2, { labels: { disk: 'ssd' }, taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] });
  test('what is missing is set on the control node, what is there is left', async () => {
    const marks = turning(
      { label: ['node2|a=b', 'node1|disk=ssd'] },
      { label: ['node2|a=b', 'node2|disk=ssd'], taint: ['node2|gpu=yes:NoSchedule'] },
    );
    const { result, calls } = await run('mark-node', {
      platform: { nodes: [sketchNode(1), marked] },
      scripts: { 'cluster-nodes': lead, 'cluster-node-marks': marks.look, 'cluster-mark-node': marks.turn },
    });
    expect(result).toMatchObject({ holds: true, applied: true });
    expect(calls.find(({ call }) => call.changes)).toMatchObject({
      target: { label: 'node1' },
      call: { args: { name: 'node2', labels: 'disk=ssd', taints: 'gpu=yes:NoSchedule' } },
    });
    const again = {
      'cluster-nodes': lead,
      'cluster-node-marks': { label: ['node2|disk=ssd', 'node2|x=y'], taint: ['node2|gpu=yes:NoSchedule'] },
    };
    expect((await run('mark-node', { platform: { nodes: [sketchNode(1), marked] }, scripts: again })).result.applied).toBe(false);
  });

  test('are set by way of another control node while the first does not answer, also on a control node', async () => {
    const marks = turning({}, { label: ['node2|disk=ssd'], taint: ['node2|gpu=yes:NoSchedule'] });
    const { result, called } = await run('mark-node', {
      platform: { nodes: [sketchNode(1), { ...marked, role: 'control' }] },
      scripts: {
        'cluster-nodes': (_, { label }) => {
          if (label === 'node1') throw fault('CONNECTION_LOST', { host: label, port: 22, doing: 'cluster-nodes' });
          return lead;
        },
        'cluster-node-marks': marks.look,
        'cluster-mark-node': marks.turn,
      },
    });
    expect(result).toMatchObject({ holds: true, applied: true });
    expect(called).toContain('node2 cluster-mark-node');
  });

  test.each<[string, Told, string]>([
    ['read', { exit: '124' }, 'cluster-node-marks said nothing.'],
    ['set', {}, 'connection refused'],
  ])('an API that is away when they are %s is asked again', async (_, marks, why) => {
    const failed = await faultOf('mark-node', {
      platform: { nodes: [sketchNode(1), marked] },
      scripts: { 'cluster-nodes': lead, 'cluster-node-marks': marks, 'cluster-mark-node': { exit: '1', last: 'connection refused' } },
    });
    expect(failed).toMatchObject({ retried: true, view: { code: 'CLUSTER_UNREACHABLE', why } });
  });
});

describe('components', () => {
  const values = { size: '20Gi' };
  const component = {
    id: 'registry',
    title: 'Registry',
    release: {
      name: 'registry',
      namespace: 'registry',
      chart: { name: 'registry', version: '0.1.0', from: { kind: 'bundled' } },
      values,
      timeoutMs: 1000,
    },
    ready: [{ kind: 'Deployment', name: 'registry', namespace: 'registry' }],
    health: { service: 'registry', port: 5000, path: '/v2/', scheme: 'http' },
  };
  const good = { status: 'deployed', chart: 'registry-0.1.0', valuesHash: valuesHash(values) };
  const withHelm = (states: (typeof good)[], version: string | null = '0.1.0'): RoomPlan & { installed: string[] } => {
    const installed: string[] = [];
    const helm = {
      state: async () => states[Math.min(installed.length, states.length - 1)] ?? good,
      install: async (_on: unknown, release: { name: string }) => void installed.push(release.name),
      remove: async () => {},
    };
    const charts = { find: async () => ({ kind: 'archive' as const, fileName: 'registry.tgz', content: new Uint8Array(), version }) };
    return { installed, node: null, input: { component }, scripts: {}, ports: { helm, charts } };
  };

  test('a release is installed when it is absent, failed, of another chart or with other values, else left alone', async () => {
    const off = { status: 'absent', chart: '', valuesHash: '' };
    for (const before of [
      off,
      { ...good, status: 'pending-install' },
      { ...good, chart: 'registry-0.0.9' },
      { ...good, valuesHash: 'x' },
    ]) {
      const plan = withHelm([before, good]);
      expect((await run('install-component', plan)).result).toMatchObject({ holds: true, applied: true });
      expect(plan.installed).toEqual(['registry']);
    }
    const settled = withHelm([good]);
    expect((await run('install-component', settled)).result.applied).toBe(false);
    expect(settled.installed).toEqual([]);
  });

  test('a given folder with another version of the chart is what is wanted', async () => {
    const older = { ...good, chart: 'registry-0.0.9' };
    expect((await run('install-component', withHelm([older], '0.0.9'))).result.applied).toBe(false);
    expect((await run('install-component', withHelm([older], null))).result.applied).toBe(false);
    expect((await run('install-component', withHelm([good, older], '0.0.9'))).result).toMatchObject({ holds: true, applied: true });
  });

  test('a component is ready when its workloads are and its health path answers', async () => {
    let looks = 0;
    const kube = (path: string) => {
      if (path.includes('/proxy/')) return { status: looks > 4 ? 200 : 503, body: 'ok' };
      looks += 1;
      const ready = looks > 2 ? 1 : 0;
      const status = { readyReplicas: ready, updatedReplicas: 1, observedGeneration: 1 };
      return looks === 1
        ? { status: 404, body: {} }
        : { status: 200, body: { metadata: { uid: 'u', name: 'registry', generation: 1 }, spec: { replicas: 1 }, status } };
    };
    const { context, secrets, said } = room({ node: null, input: { component }, scripts: {}, kube });
    secrets.set(kubeconfigName('p1'), new Secret('x'));
    expect(await tryStep(step('verify-component'), context)).toMatchObject({ holds: true, seen: 'Registry is ready.' });
    expect(said).toEqual(['Waiting: registry: 0 of 1 ready.', 'Waiting: Registry does not answer on its health path yet.']);
  });

  test('one that never gets ready says which pods are missing', async () => {
    const { context, secrets } = room({ node: null, input: { component }, scripts: {} });
    secrets.set(kubeconfigName('p1'), new Secret('x'));
    expect(await tryStep(step('verify-component'), context)).toMatchObject({
      holds: false,
      seen: 'Deployment registry does not exist yet.',
    });
  });
});

test('facts of a platform without facts do not keep a run from starting', async () => {
  const nodes = [sketchNode(1), sketchNode(2, { facts: null })];
  expect((await run('read-facts', { platform: { nodes }, scripts: { facts: factAnswers() } })).result.holds).toBe(true);
});
