// What is asked of the cluster as a whole: features, the kubeconfig, labels and taints.
import { describe, expect, test } from 'vitest';
import { fault, isFault } from '#core/fault.ts';
import { sketchNode } from '#core/platform/fixtures.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import { Secret } from '#core/secret.ts';
import { room, tryStep, type RoomPlan, type Told } from '#steps/fixtures.ts';
import { faultOf, runStep, stepNamed, turning } from '#steps/step-trial.ts';

/** The control plane's list while all is well. */
const lead: Told = { node: 'node1|10.0.0.1|True||v1.36.3|' };

describe('features', () => {
  test('a feature counts when its pods run, not when the command says so', async () => {
    let looks = 0;
    const enable = { feature: 'dns' };
    const { result, calls } = await runStep('enable-feature', {
      node: null,
      input: enable,
      scripts: {
        'cluster-nodes': lead,
        'cluster-feature-state': () =>
          (looks += 1) < 2 ? { workload: 'dns|' } : { enabled: 'dns', workload: `dns|1|${looks > 3 ? 1 : 0}` },
        'microk8s-enable': {},
      },
    });
    expect(result.holds).toBe(true);
    expect(calls.find(({ call }) => call.script === 'cluster-feature-state')).toMatchObject({
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
    const { result } = await runStep('enable-feature', {
      node: null,
      input: { feature },
      scripts: { 'cluster-nodes': lead, 'cluster-feature-state': state, 'microk8s-enable': {} },
    });
    expect(result).toMatchObject({ holds: false, seen });
  });

  test('another control node is asked while the first does not answer, or its API does not', async () => {
    const platform = { nodes: [1, 2].map((number) => sketchNode(number, { role: 'control' })) };
    const state: Told = { enabled: 'helm3', helm: 'v3.18' };
    const asked = async (first: () => Told) => {
      const { result, called } = await runStep('enable-feature', {
        node: null,
        platform,
        input: { feature: 'helm3' },
        scripts: { 'cluster-nodes': (_, { label }) => (label === 'node1' ? first() : lead), 'cluster-feature-state': state },
      });
      expect(result).toMatchObject({ holds: true, applied: false });
      return called.filter((call) => call.endsWith('cluster-feature-state'));
    };
    const unreachable = () => {
      throw fault('NODE_UNREACHABLE', { host: 'node1', port: 22 });
    };
    expect(await asked(() => lead)).toEqual(['node1 cluster-feature-state']);
    expect(await asked(unreachable)).toEqual(['node2 cluster-feature-state']);
    expect(await asked(() => ({}))).toEqual(['node2 cluster-feature-state']);
  });

  test('what a cluster begins with is waited for, never switched on; while the status keeps silent nothing is', async () => {
    let looks = 0;
    const platform = { distribution: 'k8s' } as const;
    const { result, called } = await runStep('enable-feature', {
      node: null,
      platform,
      input: { feature: 'network' },
      scripts: { 'cluster-nodes': lead, 'cluster-feature-state': () => ((looks += 1) < 3 ? {} : { enabled: 'network' }) },
    });
    expect(result.holds).toBe(true);
    expect(called).not.toContain('node1 k8s-enable');
    const silent = { exit: '1', last: 'k8s status says nothing of the cluster.' };
    const scripts = { 'cluster-nodes': lead, 'cluster-feature-state': silent };
    const refused = await faultOf('enable-feature', { node: null, platform, input: { feature: 'dns' }, scripts });
    expect([refused.view.code, refused.view.why]).toEqual(['CLUSTER_UNREACHABLE', expect.stringContaining(silent.last)]);
    expect(refused.called).not.toContain('node1 k8s-enable');
  });

  test('an unknown feature is an error of the plan', async () => {
    expect((await faultOf('enable-feature', { node: null, input: { feature: 'gpu' }, scripts: { 'cluster-nodes': lead } })).view.code).toBe(
      'PLAN_INVALID',
    );
  });
});

describe('the kubeconfig', () => {
  const encoded = btoa('clusters: [home]\n');
  const nodes = (...names: string[]) => ({ status: 200, body: { items: names.map((name) => ({ metadata: { name } })) } });

  test('is fetched, kept as a secret and tried from outside', async () => {
    const { result, secrets, said } = await runStep('fetch-kubeconfig', {
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
      const result = await tryStep(stepNamed('fetch-kubeconfig'), context).catch((error: unknown) =>
        isFault(error) ? error.view.code : error,
      );
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
    expect(await tryStep(stepNamed('fetch-kubeconfig'), context)).toMatchObject({ holds: true, applied: true });
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
    const { result, calls } = await runStep('mark-node', {
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
    expect((await runStep('mark-node', { platform: { nodes: [sketchNode(1), marked] }, scripts: again })).result.applied).toBe(false);
  });

  test('are set by way of another control node while the first does not answer, also on a control node', async () => {
    const marks = turning({}, { label: ['node2|disk=ssd'], taint: ['node2|gpu=yes:NoSchedule'] });
    const { result, called } = await runStep('mark-node', {
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
