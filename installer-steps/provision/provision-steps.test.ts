import { describe, expect, test } from 'vitest';
import { sketchNode } from '#core/platform/fixtures.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import { valuesHash } from '#core/catalog/values-hash.ts';
import { Secret } from '#core/secret.ts';
import { room, tryStep, type RoomPlan, type Told } from '#steps/fixtures.ts';
import { faultOf, runStep, stepNamed, turning } from '#steps/step-trial.ts';

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

describe('looking first', () => {
  test('read-facts holds for the machine that was planned for, and stops when another one answers', async () => {
    const { result, called } = await runStep('read-facts', { scripts: { facts: factAnswers() } });
    expect(result).toEqual({ holds: true, applied: false, seen: 'Ubuntu 24.04.3 LTS, 8 cores, 14.9 GiB of memory, kernel 6.8.0.' });
    expect(called).toEqual(['node2 facts']);
    const { view } = await faultOf('read-facts', { scripts: { facts: factAnswers({ 'machine-id': 'another' }) } });
    expect(view).toMatchObject({ code: 'NOT_POSSIBLE_NOW', what: expect.stringContaining('node2 is not the machine that was checked') });
  });

  test('a cut-off answer is no answer', async () => {
    expect((await faultOf('read-facts', { scripts: { facts: { hostname: 'node2' } } })).view.code).toBe('SCRIPT_FAILED');
  });

  test('preflight holds with warnings in the log', async () => {
    const { result, said } = await runStep('preflight', {
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
    const named = await runStep('prepare-hostname', {
      scripts: { 'check-hostname': hostname.look, 'set-hostname': hostname.turn, 'snap-info': { snapd: 'true', installed: 'false' } },
    });
    expect(named.result).toMatchObject({ holds: true, applied: true });
    expect(named.calls.find(({ call }) => call.script === 'set-hostname')?.call.args).toEqual({ name: 'node2' });

    const hosts = turning({ state: 'differs' }, { state: 'same' });
    const written = await runStep('prepare-hosts-file', { scripts: { 'check-hosts-file': hosts.look, 'write-hosts-file': hosts.turn } });
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
    for (const [id, scripts] of settled) expect((await runStep(id, { scripts })).result, id).toMatchObject({ holds: true, applied: false });
  });

  test('machines that are reached by name are left to the name server', async () => {
    const nodes = [sketchNode(1), sketchNode(2, { address: 'pine.lan' })];
    const { calls } = await runStep('prepare-hosts-file', { platform: { nodes }, scripts: { 'check-hosts-file': { state: 'same' } } });
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
    const { result, said } = await runStep('prepare-kernel', { scripts: { 'check-kernel': kernel.look, 'prepare-kernel': prepare } });
    expect(result.holds).toBe(true);
    expect(said.join()).toContain('module:br_netfilter');
  });
});

describe('installing', () => {
  const absent = { snapd: 'true', installed: 'false' };
  const withControls = (podCidr: string) => ({
    settings: { ...room({ scripts: {} }).context.platform.settings, podCidr },
    nodes: [1, 2, 3].map((number) => sketchNode(number, { role: number === 2 ? 'worker' : 'control' })),
  });
  test('the snap comes from the channel, with a launch configuration on every control node and only for other ranges', async () => {
    const launchOn = async (node: string, podCidr: string) => {
      const snap = turning(absent, { snapd: 'true', installed: 'true', channel: '1.36/stable' });
      const { calls } = await runStep('install-distribution', {
        node,
        platform: withControls(podCidr),
        scripts: { 'snap-info': snap.look, 'snap-install': snap.turn, 'microk8s-ranges': {} },
      });
      const { args } = calls.find(({ call }) => call.script === 'snap-install')?.call ?? {};
      expect(args).toMatchObject({ snap: 'microk8s', channel: '1.36/stable', confinement: 'classic' });
      return args?.['launch'];
    };
    expect(await launchOn('node1', '10.1.0.0/16')).toBe('');
    expect(await launchOn('node3', '10.7.0.0/16')).toContain('IPv4_CLUSTER_CIDR: 10.7.0.0/16');
    expect(await launchOn('node2', '10.7.0.0/16')).toBe('');
    expect(await launchOn('node1', '10.7.0.0/16')).toContain('IPv4_CLUSTER_CIDR: 10.7.0.0/16');
  });

  test('a control node that has the snap with other ranges is refused; a worker is given those of the cluster when it joins', async () => {
    const there = (node: string) => ({
      node,
      platform: withControls('10.7.0.0/16'),
      scripts: {
        'snap-info': { snapd: 'true', installed: 'true', channel: '1.36/stable' },
        'microk8s-ranges': { pods: '10.1.0.0/16', services: '10.152.183.0/24' },
      },
    });
    expect((await faultOf('install-distribution', there('node3'))).view).toMatchObject({
      code: 'NOT_POSSIBLE_NOW',
      what: expect.stringContaining('10.1.0.0/16'),
    });
    expect((await runStep('install-distribution', there('node2'))).result.holds).toBe(true);
  });

  test.each<[string, Told, string]>([
    ['snapd that is busy', { failed: 'error: snap "microk8s" has "auto-refresh" change in progress' }, 'PACKAGE_LOCKED, again'],
    ['snapd in other work', { failed: 'error: snap "microk8s" has changes in progress' }, 'PACKAGE_LOCKED, again'],
    ['somebody who follows a log', { failed: 'error: snap "microk8s" has running apps (microk8s), pids: 71' }, 'PACKAGE_LOCKED, again'],
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
    expect((await runStep('install-distribution', { scripts: { 'snap-info': older.look, 'snap-install': older.turn } })).result.holds).toBe(
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
    const { result, said, waited } = await runStep('control-plane-ready', {
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

  test('counts also while it is closed for new pods, when MicroK8s says that it is not running', async () => {
    const { result } = await runStep('control-plane-ready', {
      node: 'node1',
      scripts: { 'microk8s-status': { ...up, running: 'false' }, 'cluster-nodes': { node: ['node1|10.0.0.1|True|true|v1.36.3|'] } },
    });
    expect(result).toMatchObject({ holds: true, applied: false });
  });

  describe('a beginning of Canonical Kubernetes that meets', () => {
    const left = "Bootstrap config verification failed: The path '/run/containerd' required for the containerd socket already exists";
    const begins = (failed: string, membership: Told = { role: 'none', joining: 'false' }) => {
      let cleared = false;
      const status = () => ({ ...up, api: cleared ? 'true' : 'false' });
      return {
        platform: { distribution: 'k8s' },
        node: 'node1',
        scripts: {
          'k8s-status': status,
          'cluster-nodes': { node: ['node1|10.0.0.1|True||v1.36.3|'] },
          'k8s-bootstrap': () => (cleared ? {} : { failed: `${failed}\nDev-only: You can change it.` }),
          'k8s-membership': membership,
          'k8s-leave': () => {
            cleared = true;
            return { state: 'left' };
          },
        },
      } as const;
    };
    test('what an earlier one has left clears it and begins again', async () => {
      const { result, called } = await runStep('control-plane-ready', begins(left));
      expect(result).toMatchObject({ holds: true, applied: true });
      expect(called.filter((call) => /bootstrap|leave/.test(call))).toEqual([
        'node1 k8s-bootstrap',
        'node1 k8s-leave',
        'node1 k8s-bootstrap',
      ]);
    });
    test('something else, or stands in a cluster, is left as it is', async () => {
      for (const plan of [begins('The error was: no'), begins(left, { role: 'worker' }), begins(left, { role: 'none', joining: 'true' })]) {
        const { view, called } = await faultOf('control-plane-ready', plan);
        expect([view.code, called.includes('node1 k8s-leave')]).toEqual(['SCRIPT_FAILED', false]);
        expect(view.why).not.toContain('Dev-only');
      }
    });
  });

  test('one that never comes is given up with what was seen last', async () => {
    const { result, waited } = await runStep('control-plane-ready', {
      scripts: { 'microk8s-status': { installed: 'true', running: 'false', api: 'false' } },
    });
    expect(result).toMatchObject({ holds: false, seen: 'MicroK8s is not running yet.' });
    expect(waited()).toBeLessThan(stepNamed('control-plane-ready').timeoutMs);
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
      expect((await runStep('install-component', plan)).result).toMatchObject({ holds: true, applied: true });
      expect(plan.installed).toEqual(['registry']);
    }
    const settled = withHelm([good]);
    expect((await runStep('install-component', settled)).result.applied).toBe(false);
    expect(settled.installed).toEqual([]);
  });

  test('a given folder with another version of the chart is what is wanted', async () => {
    const older = { ...good, chart: 'registry-0.0.9' };
    expect((await runStep('install-component', withHelm([older], '0.0.9'))).result.applied).toBe(false);
    expect((await runStep('install-component', withHelm([older], null))).result.applied).toBe(false);
    expect((await runStep('install-component', withHelm([good, older], '0.0.9'))).result).toMatchObject({ holds: true, applied: true });
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
    expect(await tryStep(stepNamed('verify-component'), context)).toMatchObject({ holds: true, seen: 'Registry is ready.' });
    expect(said).toEqual(['Waiting: registry: 0 of 1 ready.', 'Waiting: Registry does not answer on its health path yet.']);
  });

  test('one that never gets ready says which pods are missing', async () => {
    const { context, secrets } = room({ node: null, input: { component }, scripts: {} });
    secrets.set(kubeconfigName('p1'), new Secret('x'));
    expect(await tryStep(stepNamed('verify-component'), context)).toMatchObject({
      holds: false,
      seen: 'Deployment registry does not exist yet.',
    });
  });
});

test('facts of a platform without facts do not keep a run from starting', async () => {
  const nodes = [sketchNode(1), sketchNode(2, { facts: null })];
  expect((await runStep('read-facts', { platform: { nodes }, scripts: { facts: factAnswers() } })).result.holds).toBe(true);
});
