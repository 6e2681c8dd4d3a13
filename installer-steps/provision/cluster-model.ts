// A small cluster for the tests of joining: nodes, members of the database, machines, and what the two distributions do to them.
import { majorityOf } from '#contract/topology.ts';
import type { Installable } from '#contract/distributions.ts';
import type { ScriptCall } from '#core/ports/hosts.ts';
import type { Scripts, Told } from '#steps/fixtures.ts';

export interface ModelMachine {
  readonly name: string;
  readonly address: string;
  role: 'none' | 'control' | 'worker';
  /** Addresses of the control nodes it follows or stands beside. */
  servers: string[];
  joining: boolean;
  broken: string;
  /** Of its snap, as "v1.36.3". */
  version: string;
  /** Its services come up. */
  starts: boolean;
}

export interface Model {
  readonly system: Installable;
  readonly machines: ReadonlyMap<string, ModelMachine>;
  /** Node objects by name. */
  readonly nodes: Map<string, { readonly address: string; readonly ready: boolean }>;
  /** Members of the database by address; a dead one answers nobody. */
  readonly members: Map<string, 'alive' | 'dead'>;
  /** Counted by the database, but in no list that its commands print. */
  readonly hidden: Set<string>;
  /** What the first control node takes a name for, where that is not its machine. */
  readonly resolves: Map<string, string>;
  /** Machines that do not answer over SSH. */
  readonly off: Set<string>;
  readonly tokens: string[];
  readonly used: Set<string>;
  /** Everything that was changed, in its order: "node1 join-token". */
  readonly changes: string[];
  /** The database was without its majority at some time after a change. */
  lostMajority: boolean;
  /** What the next join does instead, once. */
  nextJoin: ((machine: ModelMachine) => Told) | null;
}

/** node1 leads, and as many of the next are in the cluster as `controls` says; the others stand as the installation left them. */
export function sketchModel(system: Installable, { controls = 1, machines = 4 } = {}): Model {
  const names = Array.from({ length: machines }, (_, index) => index + 1);
  const member = (number: number) => number <= controls;
  const address = (number: number) => `10.0.0.${number}`;
  const outsider = system === 'microk8s' ? 'control' : 'none';
  return {
    system,
    machines: new Map(
      names.map((number) => [
        `node${number}`,
        {
          name: `node${number}`,
          address: address(number),
          role: member(number) ? 'control' : outsider,
          servers: member(number) ? names.filter((other) => member(other) && other !== number).map(address) : [],
          joining: false,
          broken: '',
          version: 'v1.36.3',
          starts: true,
        },
      ]),
    ),
    nodes: new Map(names.filter(member).map((number) => [`node${number}`, { address: address(number), ready: true }])),
    members: new Map(names.filter(member).map((number) => [address(number), 'alive'])),
    hidden: new Set(),
    resolves: new Map(),
    off: new Set(),
    tokens: [],
    used: new Set(),
    changes: [],
    lostMajority: false,
    nextJoin: null,
  };
}

const hasMajority = ({ members }: Model) => [...members.values()].filter((state) => state === 'alive').length >= majorityOf(members.size);

/** Nobody stands behind its membership any more: the database waits for it in vain. */
function goSilent(model: Model, { address }: ModelMachine): void {
  if (model.members.has(address)) model.members.set(address, 'dead');
}

function outside(model: Model, machine: ModelMachine): void {
  Object.assign(machine, { role: model.system === 'microk8s' ? 'control' : 'none', servers: [], joining: false, broken: '', starts: true });
}

function leave(model: Model, machine: ModelMachine): Told {
  // MicroK8s says goodbye to the database; the other snap is taken away with all its data.
  if (model.system === 'microk8s' && hasMajority(model)) model.members.delete(machine.address);
  else goSilent(model, machine);
  const node = model.nodes.get(machine.name);
  if (node?.address === machine.address) model.nodes.set(machine.name, { ...node, ready: false });
  outside(model, machine);
  return { state: 'left' };
}

function removeNode(model: Model, { name = '', address = '' }: ScriptCall['args']): Told {
  const node = model.nodes.get(name);
  model.nodes.delete(name);
  for (const one of [node?.address ?? '', address]) {
    model.members.delete(one);
    model.hidden.delete(one);
  }
  const machine = model.machines.get(name);
  if (model.system === 'k8s' && machine?.role === 'control') outside(model, machine);
  return { state: 'removed' };
}

function joinToken(model: Model, { name = '' }: ScriptCall['args']): Told {
  const address = model.machines.get(name)?.address ?? '';
  if (model.system === 'k8s' && (model.members.has(address) || model.hidden.has(address)))
    return { reason: `Could not generate a join token: a node with this name is already part of the cluster: "${name}"` };
  const token = `token${model.tokens.length + 1}`;
  model.tokens.push(token);
  return { token: `10.0.0.1:25000/${token}/check` };
}

const refused = (reason: string): Told => ({ outcome: 'refused', reason });

function join(model: Model, machine: ModelMachine, call: ScriptCall): Told {
  const token = call.secretArgs?.['token']?.reveal().split('/')[1] ?? '';
  if (!model.tokens.includes(token) || model.used.has(token)) return refused('Connection failed. Invalid token (500).');
  model.used.add(token);
  const instead = model.nextJoin;
  model.nextJoin = null;
  return instead === null ? takeIn(model, machine, call.args['role'] === 'control' ? 'control' : 'worker') : instead(machine);
}

function takeIn(model: Model, machine: ModelMachine, role: 'control' | 'worker'): Told {
  const { name, address } = machine;
  if (model.system === 'k8s' && machine.role !== 'none') return refused('Error: The node is already part of a cluster');
  if (model.members.has(address) || model.hidden.has(address))
    return refused(`Connection failed. The joining node (${address}) is already known to dqlite (504).`);
  Object.assign(machine, { role, servers: [...model.members.keys()] });
  if (role === 'control') model.members.set(address, 'alive');
  model.nodes.set(name, { address, ready: true });
  return { outcome: 'joined' };
}

const answers = (model: Model, { role, address }: ModelMachine) =>
  role === 'control' && model.members.get(address) === 'alive' && hasMajority(model);

function membership(model: Model, machine: ModelMachine): Told {
  const { role, servers, joining, broken, name } = machine;
  const names = answers(model, machine) ? [...model.nodes.keys()] : [name];
  return { role, api: servers, joining: String(joining), broken, member: role === 'control' ? names : [] };
}

/** Of two members of dqlite one votes, and the other is a spare until there are three. */
const databaseOf = ({ members, system }: Model) =>
  [...members.keys()].map((address, index) => `${address}|${system === 'microk8s' && members.size === 2 && index > 0 ? 'spare' : 'voter'}`);

function status(model: Model, machine: ModelMachine): Told {
  const api = answers(model, machine);
  return {
    installed: 'true',
    running: String(machine.starts && machine.broken === ''),
    api: String(api),
    database: api ? databaseOf(model) : [],
  };
}

const nodeLine = (
  [name, { address, ready }]: readonly [string, { readonly address: string; readonly ready: boolean }],
  { version }: Pick<ModelMachine, 'version'>,
) => `${name}|${address}|${ready ? 'True' : 'Unknown'}||${version}|${ready ? '' : 'Kubelet stopped posting node status.'}`;

function nodes(model: Model, machine: ModelMachine): Told {
  if (answers(model, machine)) return { node: [...model.nodes].map((node) => nodeLine(node, model.machines.get(node[0]) ?? machine)) };
  // MicroK8s in no cluster is one of its own.
  const alone = model.system === 'microk8s' && machine.role === 'control' && machine.starts;
  return { node: alone ? nodeLine([machine.name, { address: machine.address, ready: true }], machine) : [] };
}

/** `silent`: what a machine that is off answers with. */
export function scriptsOf(model: Model, silent: (host: string) => Error): Scripts {
  const on = (name: string): ModelMachine => {
    const machine = model.machines.get(name);
    if (machine === undefined || model.off.has(name)) throw silent(name);
    return machine;
  };
  const looks =
    (tell: (model: Model, machine: ModelMachine) => Told) =>
    (_: ScriptCall, { label }: { readonly label: string }) =>
      tell(model, on(label));
  const changes =
    (verb: string, act: (machine: ModelMachine, call: ScriptCall) => Told) =>
    (call: ScriptCall, { label }: { readonly label: string }) => {
      const machine = on(label);
      model.changes.push(`${label} ${verb}`);
      const told = act(machine, call);
      model.lostMajority ||= !hasMajority(model);
      return told;
    };
  return {
    'cluster-nodes': looks(nodes),
    'snap-info': looks((_, { version }) => ({ snapd: 'true', installed: 'true', version })),
    resolve: ({ args: { name = '' } }) => ({ address: model.resolves.get(name) ?? model.machines.get(name)?.address ?? [] }),
    [`${model.system}-membership`]: looks(membership),
    [`${model.system}-status`]: looks(status),
    [`${model.system}-join-token`]: changes('join-token', (_, { args }) => joinToken(model, args)),
    [`${model.system}-join`]: changes('join', (machine, call) => join(model, machine, call)),
    [`${model.system}-leave`]: changes('leave', (machine) => leave(model, machine)),
    [`${model.system}-remove-node`]: changes('remove-node', (_, { args }) => removeNode(model, args)),
  };
}
