// The known shapes of a failed join, on both distributions: each is repaired and verified, or refused before harm.
import { describe, expect, test } from 'vitest';
import { installable, type Installable } from '#contract/distributions.ts';
import type { Node } from '#contract/nodes.ts';
import { fault, isFault, TransientFault } from '#core/fault.ts';
import { sketchNode } from '#core/platform/fixtures.ts';
import type { Step } from '#core/runs/step.ts';
import { reversed } from '#core/runs/reversed.ts';
import { room, tryStep } from '#steps/fixtures.ts';
import { scriptsOf, sketchModel, type Model, type ModelMachine } from './cluster-model.ts';
import { joinControl, joinWorker } from './join-node.ts';

const unreachable = (host: string) => fault('NODE_UNREACHABLE', { host, port: 22 });

/** The engine's tries, without its waiting. */
async function perform(model: Model, step: Step, role: Node['role']) {
  const nodes = [1, 2, 3, 4].map((number) =>
    sketchNode(number, { role: number === 1 || (role === 'control' && number < 4) ? 'control' : 'worker' }),
  );
  const { context, called } = room({
    platform: { distribution: model.system, nodes },
    node: 'node3',
    scripts: scriptsOf(model, unreachable),
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { holds, seen } = await tryStep(step, context);
      return { ending: holds ? 'done' : seen, why: '', called };
    } catch (error) {
      if (!isFault(error)) throw error;
      if (error instanceof TransientFault && attempt < step.attempts) continue;
      return { ending: error.view.code, why: error.view.why, called };
    }
  }
}

const machine = (model: Model, name: string): ModelMachine => {
  const found = model.machines.get(name);
  if (found === undefined) throw new Error(name);
  return found;
};
/** Makes node3 what a control node or worker of the cluster looks like from its own side. */
const follow = (model: Model, role: 'control' | 'worker', servers = ['10.0.0.1']) => {
  Object.assign(machine(model, 'node3'), { role, servers });
};

interface Shape {
  readonly name: string;
  readonly role: Node['role'];
  readonly systems?: readonly Installable[];
  /** Of the model; control nodes that are there already. */
  readonly controls?: number;
  readonly set: (model: Model) => void;
  /** "done", or the code of the refusal. */
  readonly ending: string;
  readonly why?: string;
  /** Where the two differ, one answer for each. */
  readonly tokens: number | Readonly<Record<Installable, number>>;
  readonly changes: readonly string[] | Readonly<Record<Installable, readonly string[]>>;
}

const refusedBy = (reason: string) => ({ outcome: 'refused', reason });
const tokenAndJoin = ['node1 join-token', 'node3 join'];
const strike = 'node1 remove-node';
const leave = 'node3 leave';

const shapes: readonly Shape[] = [
  {
    name: 'the second control node counts, although it has no vote before the third',
    role: 'control',
    set: () => undefined,
    ending: 'done',
    tokens: 1,
    changes: tokenAndJoin,
  },
  {
    name: 'a failed join left a member in the database that its own list shows: "already known (504)" is never met',
    role: 'control',
    controls: 2,
    set: (model) => model.members.set('10.0.0.3', 'dead'),
    ending: 'done',
    tokens: 1,
    changes: [strike, ...tokenAndJoin],
  },
  {
    name: 'the database knows the node although no list shows it: "already known (504)"',
    role: 'control',
    set: (model) => model.hidden.add('10.0.0.3'),
    ending: 'done',
    tokens: { microk8s: 2, k8s: 1 },
    changes: { microk8s: [...tokenAndJoin, strike, ...tokenAndJoin], k8s: ['node1 join-token', strike, ...tokenAndJoin] },
  },
  {
    name: 'a control node is added while another one is down',
    role: 'control',
    controls: 2,
    set(model) {
      model.nodes.set('node2', { address: '10.0.0.2', ready: false });
    },
    ending: 'NO_QUORUM',
    why: 'node2 counts in the cluster database, but is not ready; 1 of 2 are no majority.',
    tokens: 0,
    changes: [],
  },
  {
    name: 'the join says it went well, but it failed',
    role: 'control',
    set(model) {
      model.nextJoin = (joining) => {
        follow(model, 'control');
        model.members.set(joining.address, 'alive');
        return { outcome: 'joined' };
      };
    },
    ending: 'done',
    tokens: 2,
    changes: {
      microk8s: [...tokenAndJoin, leave, ...tokenAndJoin],
      k8s: [...tokenAndJoin, strike, leave, ...tokenAndJoin],
    },
  },
  {
    name: 'the database still counts a machine that no node stands for',
    role: 'control',
    set: (model) => model.members.set('10.0.0.99', 'alive'),
    ending: 'NO_QUORUM',
    why: '10.0.0.99 counts in the cluster database, but is not ready; 1 of 2 are no majority.',
    tokens: 0,
    changes: [],
  },
  {
    name: 'cluster.yaml of the joining machine is missing or corrupt',
    role: 'control',
    systems: ['microk8s'],
    set(model) {
      Object.assign(machine(model, 'node3'), { broken: 'cluster.yaml is missing or empty', starts: false });
    },
    ending: 'done',
    tokens: 1,
    changes: [leave, ...tokenAndJoin],
  },
  {
    name: 'the token has expired or was used before the machine came to it',
    role: 'worker',
    set(model) {
      model.nextJoin = () => ({ outcome: 'refused', reason: 'Connection failed. Invalid token (500).' });
    },
    ending: 'done',
    tokens: 2,
    changes: [...tokenAndJoin, ...tokenAndJoin],
  },
  {
    name: 'the control node takes the name for another machine',
    role: 'worker',
    set: (model) => model.resolves.set('node3', '10.0.0.77'),
    ending: 'JOIN_REFUSED',
    why: 'node1 takes node3 for 10.0.0.77, but it has the address 10.0.0.3. Correct /etc/hosts or the name server of node1.',
    tokens: 0,
    changes: [],
  },
  {
    name: 'a node of this name is listed under another address, and is not ready',
    role: 'worker',
    set: (model) => model.nodes.set('node3', { address: '10.0.0.83', ready: false }),
    ending: 'done',
    tokens: 1,
    changes: [strike, ...tokenAndJoin],
  },
  {
    name: 'another machine works under this name',
    role: 'worker',
    set: (model) => model.nodes.set('node3', { address: '10.0.0.83', ready: true }),
    ending: 'JOIN_REFUSED',
    why: 'Another machine (10.0.0.83) works in the cluster under the name node3. Give node3 another name.',
    tokens: 0,
    changes: [],
  },
  {
    name: '"already part of a cluster", of ours',
    role: 'worker',
    set: (model) => follow(model, 'worker'),
    ending: 'done',
    tokens: 1,
    changes: [leave, ...tokenAndJoin],
  },
  {
    name: '"already part of a cluster", of another one',
    role: 'worker',
    set: (model) => follow(model, 'worker', ['10.99.0.1']),
    ending: 'ALREADY_IN_CLUSTER',
    tokens: 0,
    changes: [],
  },
  {
    name: 'it leads a cluster of its own, which the installation alone does not make',
    role: 'worker',
    systems: ['k8s'],
    set: (model) => follow(model, 'control', []),
    ending: 'ALREADY_IN_CLUSTER',
    tokens: 0,
    changes: [],
  },
  {
    name: 'a join was cut off midway, before the machine became anything',
    role: 'worker',
    set: (model) => (machine(model, 'node3').joining = true),
    ending: 'done',
    tokens: 1,
    changes: [leave, ...tokenAndJoin],
  },
  {
    name: 'the command that joins dies in the middle',
    role: 'control',
    set(model) {
      model.nextJoin = (joining) => {
        joining.joining = true;
        model.members.set(joining.address, 'alive');
        return { failed: 'Joining the cluster. This may take a few seconds, please wait.' };
      };
    },
    ending: 'done',
    tokens: 2,
    changes: { microk8s: [...tokenAndJoin, leave, ...tokenAndJoin], k8s: [...tokenAndJoin, strike, leave, ...tokenAndJoin] },
  },
  {
    name: 'a join was cut off midway and left nothing but services that stand still',
    role: 'worker',
    systems: ['microk8s'],
    set: (model) => (machine(model, 'node3').starts = false),
    ending: 'done',
    tokens: 1,
    changes: [leave, ...tokenAndJoin],
  },
  {
    name: 'a join was cut off midway, on both sides',
    role: 'control',
    set(model) {
      follow(model, 'control');
      machine(model, 'node3').joining = true;
      model.members.set('10.0.0.3', 'alive');
      model.nodes.set('node3', { address: '10.0.0.3', ready: false });
    },
    ending: 'done',
    tokens: 1,
    changes: { microk8s: [leave, strike, ...tokenAndJoin], k8s: [strike, leave, ...tokenAndJoin] },
  },
  {
    name: 'the Node object is there, its kubelet is gone',
    role: 'worker',
    set: (model) => model.nodes.set('node3', { address: '10.0.0.3', ready: false }),
    ending: 'done',
    tokens: 1,
    changes: [strike, ...tokenAndJoin],
  },
  {
    name: 'a worker follows a control node that is dead',
    role: 'worker',
    set(model) {
      follow(model, 'worker', ['10.0.0.2']);
      model.nodes.set('node3', { address: '10.0.0.3', ready: false });
    },
    ending: 'done',
    tokens: 1,
    changes: [leave, strike, ...tokenAndJoin],
  },
  {
    name: 'a control node was built anew; node and member of the old one are left, and the others hold the majority',
    role: 'control',
    controls: 3,
    set(model) {
      model.members.set('10.0.0.3', 'dead');
      model.nodes.set('node3', { address: '10.0.0.3', ready: false });
      Object.assign(machine(model, 'node3'), { role: model.system === 'microk8s' ? 'control' : 'none', servers: [] });
    },
    ending: 'done',
    tokens: 1,
    changes: [strike, ...tokenAndJoin],
  },
  {
    name: 'two of three control nodes are dead: nothing is joined or removed',
    role: 'control',
    controls: 3,
    set(model) {
      for (const number of [2, 3]) model.members.set(`10.0.0.${number}`, 'dead');
    },
    ending: 'NODE_NOT_READY',
    tokens: 0,
    changes: [],
  },
  {
    name: 'snapd has brought a patch to the others, and not yet to a machine that is to be a control node',
    role: 'control',
    systems: ['k8s'],
    set: (model) => (machine(model, 'node3').version = 'v1.36.2'),
    ending: 'JOIN_REFUSED',
    why: 'A control node joins only while all nodes have the same version, and they have: node3 v1.36.2, node1 v1.36.3. Bring those that are behind to the newest: sudo snap refresh k8s, one machine after the other.',
    tokens: 0,
    changes: [],
  },
  {
    name: 'snapd has brought a patch to some, which keeps no worker out',
    role: 'worker',
    systems: ['k8s'],
    set: (model) => (machine(model, 'node3').version = 'v1.36.2'),
    ending: 'done',
    tokens: 1,
    changes: tokenAndJoin,
  },
  {
    name: 'it works in the cluster in the other role',
    role: 'control',
    set(model) {
      follow(model, 'worker');
      model.nodes.set('node3', { address: '10.0.0.3', ready: true });
    },
    ending: 'JOIN_REFUSED',
    tokens: 0,
    changes: [],
  },
];

describe('what Canonical Kubernetes says of a node that it still counts', () => {
  const said = [
    'The error was: failed to join k8sd cluster as worker: HTTP request for worker node info failed: node name already exists: node3',
    'The error was: failed to join: This "core_cluster_members" entry already exists',
    'The error was: 1 join attempts were unsuccessful. Last error: Remote with address "10.0.0.3:6400" exists',
  ];
  test.each(said)('%s', async (reason) => {
    const model = sketchModel('k8s');
    model.nextJoin = () => refusedBy(reason);
    expect((await perform(model, joinControl, 'control')).ending).toBe('done');
    expect(model.changes).toEqual([...tokenAndJoin, strike, ...tokenAndJoin]);
  });
});

test('what a failed join has left on the machine keeps the next one out, and is cleared', async () => {
  const model = sketchModel('k8s');
  const taken = "The path '/run/containerd' required for the containerd socket already exists, meaning there is likely another service";
  model.nextJoin = () => refusedBy(`Join cluster config verification failed: pre-init checks failed for node: ${taken}`);
  expect((await perform(model, joinWorker, 'worker')).ending).toBe('done');
  expect(model.changes).toEqual([...tokenAndJoin, leave, ...tokenAndJoin]);
});

describe.each(installable.options)('%s', (system) => {
  const own = shapes.filter(({ systems = installable.options }) => systems.includes(system));
  test.each(own)('$name', async (shape) => {
    const model = sketchModel(system, { controls: shape.controls ?? 1 });
    shape.set(model);
    const others = () => [...model.machines.values()].filter(({ name }) => name !== 'node3');
    const before = structuredClone(others());
    const done = await perform(model, shape.role === 'control' ? joinControl : joinWorker, shape.role);
    const changes = 'k8s' in shape.changes ? shape.changes[system] : shape.changes;
    expect({ ending: done.ending, changes: model.changes, tokens: model.tokens.length }).toEqual({
      ending: shape.ending,
      changes,
      tokens: typeof shape.tokens === 'number' ? shape.tokens : shape.tokens[system],
    });
    if (shape.why !== undefined) expect(done.why).toBe(shape.why);
    expect(others()).toEqual(before);
    expect(model.lostMajority).toBe(false);
    if (shape.ending !== 'done') return;
    expect(machine(model, 'node3').role).toBe(shape.role);
    expect(model.nodes.get('node3')).toEqual({ address: '10.0.0.3', ready: true });
    expect(model.members.has('10.0.0.3')).toBe(shape.role === 'control');
    expect([...model.members.values()]).not.toContain('dead');
  });

  test('the first control node does not answer: another one is asked, never the one that joins', async () => {
    const model = sketchModel(system, { controls: 2 });
    model.off.add('node1');
    const { ending } = await perform(model, joinWorker, 'control');
    expect(ending).toBe('done');
    expect(model.changes).toEqual(['node2 join-token', 'node3 join']);
  });

  test('none answers: nothing is changed, and the first says why', async () => {
    const model = sketchModel(system, { controls: 1 });
    model.off.add('node1');
    expect((await perform(model, joinControl, 'control')).ending).toBe('NODE_UNREACHABLE');
    expect(model.changes).toEqual([]);
  });

  test.each(['control', 'worker'] as const)('a %s that joined is taken out again on both sides, and nothing twice', async (role) => {
    const step = role === 'control' ? joinControl : joinWorker;
    const model = sketchModel(system, { controls: role === 'control' ? 2 : 1 });
    await perform(model, step, role);
    model.changes.length = 0;
    expect((await perform(model, reversed(step), role)).ending).toBe('done');
    expect(model.nodes.has('node3')).toBe(false);
    expect(model.members.has('10.0.0.3')).toBe(false);
    expect(machine(model, 'node3')).toMatchObject({ role: system === 'microk8s' ? 'control' : 'none', servers: [] });
    expect(model.lostMajority).toBe(false);
    expect(model.changes.toSorted()).toEqual([strike, leave].toSorted());
    model.changes.length = 0;
    await perform(model, reversed(step), role);
    expect(model.changes).toEqual([]);
  });

  test('a control node does not leave while the others could not do without it', async () => {
    const model = sketchModel(system, { controls: 3 });
    model.nodes.set('node2', { address: '10.0.0.2', ready: false });
    expect(await perform(model, reversed(joinControl), 'control')).toMatchObject({
      ending: 'NO_QUORUM',
      why: 'node2 counts in the cluster database, but is not ready; 1 of 2 are no majority.',
    });
    expect(model.changes).toEqual([]);
  });
});
