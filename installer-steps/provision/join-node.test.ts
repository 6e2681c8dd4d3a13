// A worker and its control plane as MicroK8s makes them, with the ways in which a join is known to go wrong.
import { describe, expect, test } from 'vitest';
import { isFault, TransientFault } from '#core/fault.ts';
import { sketchNode } from '#core/platform/fixtures.ts';
import { kubeconfigName } from '#core/ports/secrets.ts';
import { Secret } from '#core/secret.ts';
import { room, tryStep, type Scripts, type Told } from '#steps/fixtures.ts';
import { joinWorker } from './join-node.ts';

interface Cluster {
  /** Whom node2 follows; "" for none. */
  follows: string;
  /** How the control plane lists node2; "" when it does not. */
  listed: '' | 'Ready' | 'NotReady';
  schedulable: boolean;
  /** What node1 takes the name node2 for. */
  resolves: string[];
  tokens: string[];
  controlUp: boolean;
  /** What node1 says of its database. */
  counts: string[];
  workerUp: boolean;
  /** What happens on the worker by itself while its MicroK8s is looked at. */
  meanwhile?: (cluster: Cluster) => void;
  /** What `microk8s join` does, besides what it says. */
  join: (cluster: Cluster) => Told;
}

const join = (cluster: Cluster): Told => {
  cluster.follows = '10.0.0.1';
  cluster.listed = 'Ready';
  return { outcome: 'joined' };
};
const fresh = (over: Partial<Cluster> = {}): Cluster => ({
  follows: '',
  listed: '',
  schedulable: true,
  resolves: ['10.0.0.2'],
  tokens: [],
  controlUp: true,
  counts: ['127.0.0.1|voter'],
  workerUp: true,
  join,
  ...over,
});

function scriptsOf(cluster: Cluster): Scripts {
  return {
    'microk8s-membership': (): Told =>
      cluster.follows === '' ? { role: 'control', member: ['node2'] } : { role: 'worker', api: [cluster.follows] },
    'microk8s-status': (_, { label }): Told => {
      if (label === 'node2') cluster.meanwhile?.(cluster);
      const up = String(label === 'node1' ? cluster.controlUp : cluster.workerUp);
      return { installed: 'true', running: up, api: up, database: cluster.counts };
    },
    'cluster-nodes': (): Told => {
      const own = 'node1|10.0.0.1|True||v1.36.3|';
      const ready = cluster.listed === 'Ready' ? 'True' : 'Unknown';
      return {
        node:
          cluster.listed === ''
            ? [own]
            : [own, `node2|10.0.0.2|${ready}|${cluster.schedulable ? '' : 'true'}|v1.36.3|Kubelet stopped posting`],
      };
    },
    resolve: () => ({ address: cluster.resolves }),
    'microk8s-join-token': () => {
      cluster.tokens.push(`token${cluster.tokens.length + 1}`);
      const token = cluster.tokens.at(-1) ?? '';
      return { token: [`192.168.9.9:25000/${token}/check`, `10.0.0.1:25000/${token}/check`] };
    },
    'microk8s-join': () => cluster.join(cluster),
    'microk8s-leave': () => {
      cluster.follows = '';
      return { state: 'left' };
    },
    'microk8s-remove-node': () => {
      cluster.listed = '';
      return { state: 'removed' };
    },
  };
}

async function attempt(cluster: Cluster) {
  const { context, calls, said, called } = room({ scripts: scriptsOf(cluster) });
  const changes = () => calls.filter(({ call }) => call.changes).map(({ target, call }) => `${target.label} ${call.script}`);
  try {
    const { holds, applied, seen } = await tryStep(joinWorker, context);
    return { ending: holds ? 'ready' : seen, applied, changes: changes(), calls, said, called: [...called] };
  } catch (error) {
    if (!isFault(error)) throw error;
    const ending = `${error.view.code}${error instanceof TransientFault ? ', again' : ''}`;
    return { ending, why: error.view.why, what: error.view.what, applied: true, changes: changes(), calls, said, called: [...called] };
  }
}

describe('joining a worker', () => {
  test('one token by way of the address Hearth knows, handed over as a secret and said nowhere', async () => {
    const done = await attempt(fresh());
    expect(done).toMatchObject({ ending: 'ready', applied: true, changes: ['node1 microk8s-join-token', 'node2 microk8s-join'] });
    const joinCall = done.calls.find(({ call }) => call.script === 'microk8s-join')?.call;
    expect(joinCall?.secretArgs?.['token']?.reveal()).toBe('10.0.0.1:25000/token1/check');
    expect(JSON.stringify([joinCall, done.said])).not.toContain('token1');
  });

  test('a node that has joined is left alone', async () => {
    expect(await attempt(fresh({ follows: '10.0.0.1', listed: 'Ready' }))).toMatchObject({ ending: 'ready', applied: false, changes: [] });
  });
});

test('a join that was begun before and comes through meanwhile is neither waited out nor repeated', async () => {
  const meanwhile = (cluster: Cluster) => {
    cluster.follows = '10.0.0.1';
    cluster.listed = 'Ready';
  };
  const done = await attempt(fresh({ workerUp: false, meanwhile }));
  expect(done).toMatchObject({ ending: 'ready', changes: [] });
});

describe('a join from before Hearth was ended', () => {
  /** A membership that shows by and by, each entry for one look and the last for all further ones. */
  async function attemptShowing(cluster: Cluster, shown: readonly ((cluster: Cluster) => Told)[]) {
    let looks = 0;
    const scripts: Scripts = {
      ...scriptsOf(cluster),
      'microk8s-membership': () => shown[Math.min((looks += 1), shown.length) - 1]?.(cluster) ?? {},
    };
    const { context, calls } = room({ scripts });
    const { holds } = await tryStep(joinWorker, context);
    return { holds, changes: calls.filter(({ call }) => call.changes) };
  }
  const alone = (): Told => ({ role: 'control', member: ['node2'] });
  const atWork = (): Told => ({ ...alone(), joining: 'true' });
  const follows = (): Told => ({ role: 'worker', api: ['10.0.0.1'] });

  test('that comes through while it is waited for is left alone', async () => {
    const through = (cluster: Cluster): Told => {
      cluster.listed = 'Ready';
      return follows();
    };
    expect(await attemptShowing(fresh(), [alone, atWork, atWork, through])).toEqual({ holds: true, changes: [] });
  });

  test('that came through, but whose kubelet is still to report, is left alone', async () => {
    const cluster = fresh({ follows: '10.0.0.1' });
    let looks = 0;
    const scripts = scriptsOf(cluster);
    const nodes = scripts['cluster-nodes'];
    const late: Scripts = {
      ...scripts,
      'cluster-nodes': (call, target) => {
        if ((looks += 1) > 4) cluster.listed = 'Ready';
        return typeof nodes === 'function' ? nodes(call, target) : {};
      },
    };
    const { context, calls } = room({ scripts: late });
    expect(await tryStep(joinWorker, context)).toMatchObject({ holds: true });
    expect(calls.filter(({ call }) => call.changes)).toEqual([]);
  });
});

describe('refused before harm', () => {
  test.each<[string, Partial<Cluster>, string]>([
    ['a member of another cluster', { follows: '10.9.9.9' }, 'ALREADY_IN_CLUSTER'],
    ['a name the control node does not know', { resolves: [] }, 'JOIN_REFUSED'],
    ['a name the control node takes for another machine', { resolves: ['10.0.0.77'] }, 'JOIN_REFUSED'],
    ['a control plane that does not say whom its database counts', { counts: [] }, 'NODE_NOT_READY, again'],
    ['a control plane that is down', { controlUp: false }, 'NODE_NOT_READY, again'],
  ])('%s: no token is made and nothing is changed', async (_, over, ending) => {
    const cluster = fresh(over);
    expect(await attempt(cluster)).toMatchObject({ ending, changes: [] });
    expect(cluster.tokens).toEqual([]);
  });

  test('a worker whose MicroK8s does not start is helped once; no token is made while it does not', async () => {
    const cluster = fresh({ workerUp: false });
    expect(await attempt(cluster)).toMatchObject({ ending: 'NODE_NOT_READY, again', changes: ['node2 microk8s-leave'] });
    expect(cluster.tokens).toEqual([]);
  });

  test('the sentence names the machine whose hosts file is wrong', async () => {
    const { why } = await attempt(fresh({ resolves: ['10.0.0.77'] }));
    expect(why).toBe('node1 takes node2 for 10.0.0.77, but it has the address 10.0.0.2. Correct /etc/hosts or the name server of node1.');
  });

  test.each<[string, readonly (readonly [string, string])[], string]>([
    [
      'our cluster has both',
      [
        ['node2', '10.0.0.2'],
        ['node9', '10.9.9.9'],
      ],
      'none',
    ],
    ['our cluster knows neither', [['node1', '10.0.0.1']], 'ALREADY_IN_CLUSTER'],
    [
      'our cluster has a machine of that name alone',
      [
        ['node2', '10.0.0.77'],
        ['node9', '10.9.9.9'],
      ],
      'ALREADY_IN_CLUSTER',
    ],
    ['our cluster has it, but nobody whom it follows', [['node2', '10.0.0.2']], 'ALREADY_IN_CLUSTER'],
  ])('a worker that follows a machine the list lacks, where %s', async (_, nodes, ending) => {
    const items = nodes.map(([name, address]) => ({
      metadata: { uid: name, name },
      status: { addresses: [{ type: 'InternalIP', address }] },
    }));
    const { context, secrets } = room({
      scripts: scriptsOf(fresh({ follows: '10.9.9.9', listed: 'Ready' })),
      kube: () => ({ status: 200, body: { items } }),
    });
    secrets.set(kubeconfigName('p1'), new Secret('clusters: []'));
    const tried: unknown = await joinWorker.check(context).then(
      () => 'none',
      (error: unknown) => (isFault(error) ? error.view.code : error),
    );
    expect(tried).toBe(ending);
  });

  test('a control plane that leads others is never made a worker', async () => {
    const scripts = { ...scriptsOf(fresh()), 'microk8s-membership': { role: 'control', member: ['node2', 'node3'] } };
    const { context, calls } = room({ scripts });
    await expect(tryStep(joinWorker, context)).rejects.toMatchObject({ view: { code: 'ALREADY_IN_CLUSTER' } });
    expect(calls).toHaveLength(1);
  });
});

describe('what is half done is cleared on both sides first', () => {
  test('the worker follows, the control plane does not know it', async () => {
    expect(await attempt(fresh({ follows: '10.0.0.1' }))).toMatchObject({
      ending: 'ready',
      changes: ['node2 microk8s-leave', 'node1 microk8s-join-token', 'node2 microk8s-join'],
    });
  });

  test('the control plane lists it, the worker knows nothing of it', async () => {
    for (const listed of ['Ready', 'NotReady'] as const)
      expect(await attempt(fresh({ listed }))).toMatchObject({
        ending: 'ready',
        changes: ['node1 microk8s-remove-node', 'node1 microk8s-join-token', 'node2 microk8s-join'],
      });
  });

  test('both know of it, but it never gets ready', async () => {
    expect(await attempt(fresh({ follows: '10.0.0.1', listed: 'NotReady' }))).toMatchObject({
      ending: 'ready',
      changes: ['node2 microk8s-leave', 'node1 microk8s-remove-node', 'node1 microk8s-join-token', 'node2 microk8s-join'],
    });
  });

  test('a node that only needs a moment is not torn out again', async () => {
    const cluster = fresh({ follows: '10.0.0.1', listed: 'NotReady' });
    let looks = 0;
    const scripts = scriptsOf(cluster);
    const nodes = scripts['cluster-nodes'];
    const { context, calls } = room({
      scripts: {
        ...scripts,
        'cluster-nodes': (call, target) => {
          if ((looks += 1) > 5) cluster.listed = 'Ready';
          return typeof nodes === 'function' ? nodes(call, target) : {};
        },
      },
    });
    expect(await tryStep(joinWorker, context)).toMatchObject({ holds: true });
    expect(calls.filter(({ call }) => call.changes)).toEqual([]);
  });
});

describe('a join is believed only when the control plane sees the node', () => {
  test('it says success, but the node is absent', async () => {
    const lying = (cluster: Cluster): Told => {
      cluster.follows = '10.0.0.1';
      return { outcome: 'joined' };
    };
    const cluster = fresh({ join: lying });
    expect(await attempt(cluster)).toMatchObject({ ending: 'NODE_NOT_READY, again', why: 'The control plane does not know node2.' });
    // The next try cleans up and uses another token.
    cluster.join = join;
    expect(await attempt(cluster)).toMatchObject({
      ending: 'ready',
      changes: ['node2 microk8s-leave', 'node1 microk8s-join-token', 'node2 microk8s-join'],
    });
    expect(cluster.tokens).toEqual(['token1', 'token2']);
  });

  test('it says failure, but the node is there and ready', async () => {
    const pessimist = (cluster: Cluster): Told => ({
      ...join(cluster),
      outcome: 'refused',
      reason: 'Failed to sign proxy certificate (500).',
    });
    expect((await attempt(fresh({ join: pessimist }))).ending).toBe('ready');
  });

  test('a ready node that is closed for new pods has joined', async () => {
    const nodes = [sketchNode(1), sketchNode(2)];
    const { context } = room({
      platform: { nodes },
      scripts: scriptsOf(fresh({ follows: '10.0.0.1', listed: 'Ready', schedulable: false })),
    });
    const { holds, applied, seen } = await tryStep(joinWorker, context);
    expect([holds, applied, seen]).toEqual([true, false, expect.stringContaining('closed for new pods')]);
  });

  test.each([
    ['The hostname (node2) of the joining node does not resolve to the IP "10.0.0.2". Refusing join (400).', 'JOIN_REFUSED'],
    ['Connection failed. Hostname node2 should resolve to 10.0.0.2, but it did not. Refusing join. (400).', 'JOIN_REFUSED'],
    ['Joining cluster failed. Could not verify the identity of 10.0.0.1. Use --skip-verify', 'JOIN_REFUSED'],
    ['Connection failed. the joining node has the same IP (10.0.0.1) as the node we contact (503).', 'JOIN_REFUSED'],
    ['Connection failed. Invalid token (500).', 'JOIN_FAILED, again'],
    ['Connection failed. The joining node (10.0.0.2) is already known to dqlite (504).', 'JOIN_FAILED, again'],
    ['Connecting to cluster failed with timed out.', 'JOIN_FAILED, again'],
  ])('%s', async (reason, ending) => {
    const done = await attempt(fresh({ join: () => ({ outcome: 'refused', reason }) }));
    expect(done).toMatchObject({ ending, why: reason });
  });
});

test('a worker that is reached by name is known by the addresses its facts show', async () => {
  const nodes = [sketchNode(1), sketchNode(2, { address: 'pine.lan' })];
  const { context } = room({ platform: { nodes }, scripts: scriptsOf(fresh()) });
  expect(await tryStep(joinWorker, context)).toMatchObject({ holds: true });
});
