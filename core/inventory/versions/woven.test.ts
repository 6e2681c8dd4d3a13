// The document and the platform say the same, whoever saves: the wizard, a run, or a draft.
import fc from 'fast-check';
import { parse } from 'yaml';
import { beforeEach, describe, expect, it } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import type { Node } from '#contract/nodes.ts';
import type { Platform, PlatformContent } from '#contract/platforms.ts';
import { amendNodes, inventoryOf } from '#core/platform/amend.ts';
import { goodFacts, sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import { createPlatform, getPlatform, savePlatform } from '#core/platform/platforms.ts';
import { memoryStore } from '#practice/store/memory-store.ts';
import { projectContent } from '#core/inventory/document/project.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import { listVersions, readVersion, restoreVersion, writeInventory } from './versions.ts';

function house() {
  const store = memoryStore();
  let made = 0;
  const deps = {
    platforms: store.platforms,
    runs: store.runs,
    secrets: memorySecrets(),
    yaml,
    clock: { now: () => 1000 },
    ids: { id: () => `id${(made += 1)}` },
  };
  return { store, deps };
}

let { store, deps } = house();
beforeEach(() => {
  ({ store, deps } = house());
});

/** What the stored document says a platform is, with the findings of the stored one. */
async function projected(platformId: string): Promise<unknown> {
  const platform = await getPlatform(deps, platformId);
  const { text } = await readVersion(deps, platformId);
  return projectContent(readDocument(text, yaml), { platform, newId: () => 'new' });
}

async function expectAgreed(platformId: string): Promise<void> {
  const { id: _id, revision: _revision, createdAt: _created, savedAt: _saved, ...content } = await getPlatform(deps, platformId);
  expect(await projected(platformId)).toEqual({ kind: 'content', content });
}

const save = async (content: Partial<PlatformContent>, author?: string): Promise<Platform> => {
  const now = await getPlatform(deps, 'p1');
  const request = { platformId: 'p1', expectedRevision: now.revision, content: { ...now, ...content } };
  return savePlatform(deps, author === undefined ? request : { ...request, author });
};
const messages = async () => (await listVersions(deps, { platformId: 'p1', limit: 50 })).versions.map(({ message }) => message);

/** Few, so that names and ids come back, and change places. */
const word = fc.constantFrom('a', 'b', 'c', 'd', 'node1', 'on', 'null', '12');
const address = fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `10.0.${a}.${b}`);
const mark = fc.constantFrom('disk', 'gpu', 'example.com/rack', 'no', 'on', '1', 'null');
const value = fc.constantFrom('', 'ssd', 'true', '1e3', '0x10', 'yes', '~', '- a');
const node: fc.Arbitrary<Node> = fc.record({
  id: word,
  name: word,
  address,
  port: fc.constantFrom(22, 2222),
  user: fc.constantFrom('ubuntu', 'admin', 'no'),
  credential: fc.constantFrom({ method: 'hearth-key' }, { method: 'agent' }, { method: 'key-file', path: '/keys/a b: #c' }),
  jump: fc.option(
    fc.record({
      address: fc.oneof(address, fc.constantFrom('a', 'b', 'node1')),
      port: fc.constantFrom(22, 2200),
      user: fc.constant('jump'),
    }),
  ),
  hostKey: fc.constant(null),
  role: fc.constantFrom('control', 'worker'),
  labels: fc.dictionary(mark, value, { maxKeys: 3 }),
  taints: fc.array(
    fc.record({
      key: mark,
      value: fc.constantFrom('', 'true', '1e3', 'a.b'),
      effect: fc.constantFrom('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
    }),
    {
      maxLength: 2,
    },
  ),
  facts: fc.constant(null),
});
const content: fc.Arbitrary<PlatformContent> = fc.record({
  name: fc.constantFrom('Home', 'yes', 'a: b # c', '"x"', '12', 'Ünïcode 👋', '{a}', '!secret x', '- x'),
  distribution: fc.constantFrom('microk8s', 'k8s', 'existing'),
  channel: fc.constantFrom('1.36/stable', 'latest/edge'),
  nodes: fc.uniqueArray(node, { comparator: (a, b) => a.name === b.name || a.id === b.id, maxLength: 5 }),
  settings: fc.record({
    domain: fc.constantFrom('home.lan', 'lab.example.com'),
    certificates: fc.constantFrom(
      { mode: 'self-signed' },
      { mode: 'lets-encrypt-http', email: 'a@example.com', environment: 'staging' },
      { mode: 'lets-encrypt-dns', email: 'a@example.com', environment: 'production', provider: 'cloudflare' },
    ),
    ingressPool: fc.option(fc.constant({ from: '192.168.1.240', to: '192.168.1.250' })),
    storageClass: fc.constantFrom('microk8s-hostpath', 'x'),
    adminUser: fc.constantFrom('admin', 'root'),
    podCidr: fc.constantFrom('10.1.0.0/16', '10.9.0.0/16'),
    serviceCidr: fc.constant('10.152.183.0/24'),
  }),
  components: fc.uniqueArray(fc.constantFrom('cert-manager', 'harbor', 'loki', 'registry'), { maxLength: 4 }),
  page: fc.constantFrom('nodes', 'review', 'closed'),
});

it('whatever the wizard saves, the document says the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(content, { minLength: 1, maxLength: 4 }), async (contents) => {
      ({ store, deps } = house());
      const { id: platformId } = await createPlatform(deps, { name: 'Home', core: ['cert-manager'] });
      await expectAgreed(platformId);
      for (const next of contents) {
        const { revision } = await getPlatform(deps, platformId);
        await savePlatform(deps, { platformId, expectedRevision: revision, content: next });
        await expectAgreed(platformId);
      }
    }),
    { numRuns: 60 },
  );
});

describe('what a person wrote into the document', () => {
  const own = `# Mine
hearth: 1
name: Home   # the house
distribution: microk8s
channel: 1.36/stable
settings: {domain: home.lan, certificates: {mode: self-signed}, storageClass: microk8s-hostpath, adminUser: admin, podCidr: 10.1.0.0/16, serviceCidr: 10.152.183.0/24}
components: []
variables:
  token: !secret github  # kept
groups:
  gpu: {variables: {driver: "570"}}
nodes:
  # The big one
  oak: {address: 10.0.0.1, role: control, user: ubuntu, groups: [gpu]}
  elm:
    user: ubuntu
    address: 10.0.0.2
    role: worker
    variables: {rack: 3}
`;

  it('stays when the wizard or a run changes something else', async () => {
    await store.platforms.insert(sketchPlatform({ nodes: [] }));
    await writeInventory(deps, { platformId: 'p1', expectedRevision: 1, text: own, message: '', author: 'window' });
    const { nodes } = await getPlatform(deps, 'p1');
    const elm: Node = { ...(nodes.find(({ name }) => name === 'elm') ?? sketchNode(2)), role: 'control' };
    await save({ name: 'Barn', nodes: nodes.map((one) => (one.id === elm.id ? elm : one)) });
    await inventoryOf(deps).amend('p1', (now) => ({ ...now, channel: '1.37/stable' }));
    await expectAgreed('p1');
    const { text } = await readVersion(deps, 'p1');
    expect(text).toBe(
      own.replace('name: Home ', 'name: Barn ').replace('role: worker', 'role: control').replace('1.36/stable', '1.37/stable'),
    );
    const { versions } = await listVersions(deps, { platformId: 'p1', limit: 2 });
    expect(versions).toMatchObject([
      { author: 'run', changes: 1 },
      { author: 'wizard', changes: 2 },
    ]);
    expect(versions[1]?.message).toMatch(/and 1 more change$/);
  });
});

describe('a revision', () => {
  it('that only brings findings or another page of the wizard is no version', async () => {
    await createPlatform({ ...deps, ids: { id: () => 'p1' } }, { name: 'Home', core: [] });
    await save({ nodes: [sketchNode(1, { facts: null })] });
    await save({ page: 'review' });
    await amendNodes(deps, 'p1', (one) => ({ ...one, facts: goodFacts(1) }));
    expect((await listVersions(deps, { platformId: 'p1', limit: 50 })).versions.map(({ revision }) => revision)).toEqual([2, 1]);
    await expectAgreed('p1');
  });

  it('of a wizard that names two machines alike is refused with the field', async () => {
    await createPlatform({ ...deps, ids: { id: () => 'p1' } }, { name: 'Home', core: [] });
    const twins = [sketchNode(1), { ...sketchNode(2), name: 'node1' }];
    await expect(save({ nodes: twins })).rejects.toMatchObject({ view: { code: 'INPUT_INVALID', field: 'content.nodes.1.name' } });
    expect(await getPlatform(deps, 'p1')).toMatchObject({ revision: 1 });
  });

  it('of a jump host that is called like a machine has the address of that machine, as its document says', async () => {
    await createPlatform({ ...deps, ids: { id: () => 'p1' } }, { name: 'Home', core: [] });
    const jump = { address: 'bastion', port: 22, user: 'ubuntu' };
    const nodes = [{ ...sketchNode(1, { facts: null }), name: 'bastion', address: '10.0.0.5' }, sketchNode(2, { facts: null, jump })];
    const saved = await save({ nodes });
    expect(saved.nodes).toMatchObject([{ name: 'bastion' }, { jump: { ...jump, address: '10.0.0.5' } }]);
    await expectAgreed('p1');
    const hostKey = { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:x', trustedAt: 1 };
    await amendNodes(deps, 'p1', (one) => ({ ...one, hostKey }));
    const { text } = await readVersion(deps, 'p1');
    const write = { platformId: 'p1', expectedRevision: 3, message: '', author: 'window' };
    expect((await writeInventory(deps, { ...write, text: `# mine\n${text}` })).nodes).toMatchObject([{ hostKey }, { hostKey }]);
  });

  it.each([
    ['', ''],
    ['a:b', ''],
    ['a=b', ''],
    ['a', 'b:c'],
    ['a b', ''],
  ])('with a taint that has no written form is refused with the field: key %j, value %j', async (key, value) => {
    await createPlatform({ ...deps, ids: { id: () => 'p1' } }, { name: 'Home', core: [] });
    const taints: Node['taints'] = [
      { key: 'gpu', value: 'a=b', effect: 'NoExecute' },
      { key, value, effect: 'NoSchedule' },
    ];
    await expect(save({ nodes: [sketchNode(1), sketchNode(2, { taints })] })).rejects.toMatchObject({
      view: { code: 'INPUT_INVALID', field: 'content.nodes.1.taints.1' },
    });
    expect(await getPlatform(deps, 'p1')).toMatchObject({ revision: 1 });
  });

  it('of a text that is saved already is none, also when something was found out since', async () => {
    await createPlatform({ ...deps, ids: { id: () => 'p1' } }, { name: 'Home', core: [] });
    await save({ nodes: [sketchNode(1, { facts: null })] });
    await amendNodes(deps, 'p1', (one) => ({ ...one, facts: goodFacts(1) }));
    const { text } = await readVersion(deps, 'p1');
    await writeInventory(deps, { platformId: 'p1', expectedRevision: 3, text, message: 'Again', author: 'rest x' });
    expect((await listVersions(deps, { platformId: 'p1', limit: 9 })).versions.map(({ revision }) => revision)).toEqual([2, 1]);
  });

  it('says who saved it, and what changed where nobody said so', async () => {
    await createPlatform({ ...deps, ids: { id: () => 'p1' } }, { name: 'Home', core: [] });
    await save({ name: 'Barn' }, 'rest robot');
    const { text } = await readVersion(deps, 'p1');
    const write = { platformId: 'p1', expectedRevision: 2, author: 'mcp robot' };
    await writeInventory(deps, { ...write, text: `# ours\n${text}`, message: '' });
    await writeInventory(deps, { ...write, expectedRevision: 3, text: `# Ours\n${text}`, message: 'Capital' });
    const { versions } = await listVersions(deps, { platformId: 'p1', limit: 2 });
    expect(versions).toMatchObject([
      { revision: 4, author: 'mcp robot', message: 'Capital', changes: 0 },
      { revision: 3, message: 'Comments and layout', changes: 0 },
    ]);
    expect((await messages())[2]).toContain('Barn');
  });
});

describe('a platform from before there were documents', () => {
  beforeEach(() => store.platforms.insert(sketchPlatform({ revision: 5, nodes: [sketchNode(1), sketchNode(2)] })));

  it('is given one on first reading, without a version of its own', async () => {
    const { version } = await readVersion(deps, 'p1');
    expect(version).toMatchObject({ revision: 5, changes: 0 });
    expect((await getPlatform(deps, 'p1')).revision).toBe(5);
    expect((await listVersions(deps, { platformId: 'p1', limit: 50 })).versions).toEqual([version]);
    await expectAgreed('p1');
  });

  it('can be saved by the wizard first', async () => {
    await save({ name: 'Barn' });
    await expectAgreed('p1');
    expect((await listVersions(deps, { platformId: 'p1', limit: 50 })).versions.map(({ revision }) => revision)).toEqual([6, 5]);
  });
});

it('a machine that stands in the document alone becomes none of the platform', async () => {
  const odd =
    'name: [a]\nnodes:\n  x: {address: 10.0.0.8, role: worker, user: ubuntu}\n  y: {address: 10.0.0.9, role: worker, user: ubuntu}\n';
  const stored = sketchPlatform({ nodes: [] });
  await store.platforms.insert(stored, { text: odd, author: 'test', message: '', changes: 0 });
  expect((await save({ name: 'Barn' })).nodes).toEqual([]);
});

describe('writing a whole inventory', () => {
  beforeEach(async () => {
    await createPlatform({ ...deps, ids: { id: () => 'p1' } }, { name: 'Home', core: [] });
    await save({ nodes: [sketchNode(1, { facts: null }), sketchNode(2, { facts: null })] });
  });
  const write = async (change: (text: string) => string, expectedRevision = 2) =>
    writeInventory(deps, {
      platformId: 'p1',
      expectedRevision,
      text: change((await readVersion(deps, 'p1')).text),
      message: '',
      author: 'rest x',
    });

  it('keeps the identity of machines, and what was found out about those that are the same', async () => {
    await amendNodes(deps, 'p1', (one) => ({ ...one, facts: goodFacts(1) }));
    const renamed = await write((text) => text.replace('node1:', 'oak:').replace('10.0.0.2', '10.0.0.9'), 3);
    expect(renamed.nodes).toMatchObject([
      { id: 'n1', name: 'oak', facts: { hostname: 'node1' } },
      { id: 'n2', name: 'node2', facts: null },
    ]);
    await expectAgreed('p1');
  });

  it('refuses one made from an older version, and one that cannot be a platform', async () => {
    await expect(write((text) => text, 1)).rejects.toMatchObject({ view: { code: 'CHANGED_MEANWHILE', details: { yours: 1, stored: 2 } } });
    await expect(write((text) => text, 9)).rejects.toMatchObject({ view: { code: 'CHANGED_MEANWHILE' } });
    await expect(write((text) => text.replace('10.0.0.2', 'not an address'))).rejects.toMatchObject({
      view: { code: 'INVENTORY_UNFIT', field: 'nodes.node2.address' },
    });
    await expect(write(() => 'nodes: [')).rejects.toMatchObject({ view: { code: 'INVENTORY_UNFIT' } });
    await expect(write((text) => `${text}# \ud83d\n`)).rejects.toMatchObject({ view: { code: 'INVENTORY_UNFIT' } });
    expect((await getPlatform(deps, 'p1')).revision).toBe(2);
  });

  it.each([
    ['nothing', () => ''],
    ['only comments', () => '# What this platform is to be.\n\n'],
    ['a line of dashes', () => '---\n'],
    ['no entry', () => '{}\n'],
  ])('refuses a text with %s: it would take all machines away', async (_, change) => {
    await expect(write(change)).rejects.toMatchObject({
      view: { code: 'INVENTORY_UNFIT', details: { reason: 'It holds nothing. To forget a platform, remove it.' } },
    });
    expect(await getPlatform(deps, 'p1')).toMatchObject({ revision: 2, nodes: [{}, {}] });
  });

  it.each([
    [
      'in lines',
      'nodes:\n  a:\n    address: 10.0.0.1\n    role: control\n    user: u\n    variables: {x: &u {k: 1}}\n  b:\n    address: 10.0.0.2\n    role: worker\n    user: u\n    variables: {y: *u}\n',
    ],
    [
      'in braces',
      'nodes: {a: {address: 10.0.0.1, role: control, user: u, variables: {x: &u 1}}, b: {address: 10.0.0.2, role: worker, user: u, variables: {y: *u }}}\n',
    ],
  ])('keeps a reference behind what it stands for, and the platform in the order of the text: %s', async (_, text) => {
    const { nodes } = await write(() => text);
    const saved = await save({ name: 'Attic', nodes: nodes.toReversed() });
    expect(saved.nodes.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(parse((await readVersion(deps, 'p1')).text)).toMatchObject({ name: 'Attic' });
    await expectAgreed('p1');
    await save({ nodes: nodes.toReversed() });
    await expectAgreed('p1');
  });

  it('moves machines with references where these go on standing for the same', async () => {
    const { nodes } = await write(
      () =>
        'variables: {x: &u 1}\nnodes:\n  a:\n    address: 10.0.0.1\n    role: control\n    user: u\n  b:\n    address: 10.0.0.2\n    role: worker\n    user: u\n    variables: {y: *u}\n',
    );
    expect((await save({ nodes: nodes.toReversed() })).nodes.map(({ name }) => name)).toEqual(['b', 'a']);
    await expectAgreed('p1');
  });

  it('refuses ends of lines that hide the inventory in a comment', async () => {
    await expect(write((text) => text.replaceAll('\n', '\r'))).rejects.toMatchObject({
      view: { code: 'INVENTORY_UNFIT', details: { line: 1, reason: expect.stringContaining('carriage return') } },
    });
    await expect(write((text) => text.replace('name: Home', 'name: Home\0'))).rejects.toMatchObject({ view: { code: 'INVENTORY_UNFIT' } });
    expect(await getPlatform(deps, 'p1')).toMatchObject({ revision: 2, nodes: [{}, {}] });
  });

  it('brings an earlier version back as the newest', async () => {
    const { text } = await readVersion(deps, 'p1');
    await write((now) => now.replace('10.0.0.2', '10.0.0.9'));
    const restored = await restoreVersion(deps, { platformId: 'p1', revision: 2, expectedRevision: 3, message: '', author: 'window' });
    expect(restored).toMatchObject({ revision: 4, nodes: [{}, { address: '10.0.0.2' }] });
    expect((await readVersion(deps, 'p1')).text).toBe(text);
    expect((await messages())[0]).toBe('Version 2 again');
    const unknown = { platformId: 'p1', revision: 77, expectedRevision: 4, message: '', author: 'window' };
    await expect(restoreVersion(deps, unknown)).rejects.toMatchObject({ view: { code: 'NOT_FOUND' } });
  });
});
