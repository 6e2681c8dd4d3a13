import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import type { Node } from '#contract/nodes.ts';
import type { Platform, PlatformContent } from '#contract/platforms.ts';
import { defaultContent } from '#core/platform/default-content.ts';
import { goodFacts, sketchNode } from '#core/platform/fixtures.ts';
import { Scribe, type Choose } from './arbitrary.ts';
import { settingsForm, shortNodeForm } from './content-form.ts';
import { applyEdits } from './edits.ts';
import { projectContent } from './project.ts';
import { readDocument } from './read-document.ts';
import { weave } from './weave.ts';
import { writeDocument } from './write-document.ts';

const stored = (content: Partial<PlatformContent> = {}): Platform => ({
  ...defaultContent,
  name: 'Home',
  ...content,
  id: 'home',
  revision: 3,
  createdAt: 1,
  savedAt: 2,
});
function projected(text: string, platform: Platform = stored()) {
  let count = 0;
  const newId = () => {
    count += 1;
    return `new-${count}`;
  };
  return projectContent(readDocument(text, yaml), { platform, newId });
}
function content(text: string, platform?: Platform): PlatformContent {
  const projection = projected(text, platform);
  if (projection.kind === 'unfit') throw new Error(projection.issues.map(({ message }) => message).join(' '));
  return projection.content;
}
const messages = (text: string): readonly string[] => {
  const projection = projected(text);
  return projection.kind === 'unfit' ? projection.issues.map(({ path, line, message }) => `${line} ${path.join('.')}: ${message}`) : [];
};

const machines = `nodes:
  node1:
    address: 10.0.0.1
    role: control
    user: admin
    port: 2222
    credential: {key-file: /home/me/key}
    jump: me@[fd00::1]:2200
    labels: {disk: ssd, fast: true, level: 3}
    taints: ["gpu=true:NoSchedule", "old:NoExecute"]
  node2:
    address: node2.lan
    role: worker
    user: root
`;

describe('the platform of a document', () => {
  it('takes what is left out from the usual content', () => {
    expect(content('')).toEqual({ ...defaultContent, name: 'Home' });
    expect(content('distribution: k8s\n')).toMatchObject({
      channel: '1.36-classic/stable',
      settings: { storageClass: 'csi-rawfile-default' },
    });
  });

  it('reads machines with all their short texts', () => {
    const [first, second] = content(machines).nodes;
    expect(first).toEqual({
      id: 'new-1',
      name: 'node1',
      address: '10.0.0.1',
      role: 'control',
      user: 'admin',
      port: 2222,
      credential: { method: 'key-file', path: '/home/me/key' },
      jump: { address: 'fd00::1', port: 2200, user: 'me' },
      labels: { disk: 'ssd', fast: 'true', level: '3' },
      taints: [
        { key: 'gpu', value: 'true', effect: 'NoSchedule' },
        { key: 'old', value: '', effect: 'NoExecute' },
      ],
      hostKey: null,
      facts: null,
    });
    expect(second).toMatchObject({ port: 22, credential: { method: 'hearth-key' }, jump: null, labels: {}, taints: [] });
  });

  it('lets a jump host be a machine of the document by its name', () => {
    const [first] = content(
      'nodes:\n  a: {address: 10.0.0.1, role: control, jump: b}\n  b: {address: 10.0.0.2, role: worker, user: me, port: 23}\n',
    ).nodes;
    expect(first?.jump).toEqual({ address: '10.0.0.2', port: 23, user: 'me' });
  });

  it('says with line and place what keeps it from being a platform', () => {
    expect(messages('name: [a]\nhearth: 2\n')).toEqual([
      '2 hearth: This Hearth reads documents of version 1; write hearth: 1.',
      '1 name: A text is expected here; put it in quotation marks.',
    ]);
    expect(messages('nodes:\n  a:\n    address: 1.2.3\n    role: boss\n')).toEqual([
      '3 nodes.a.address: Enter an IP address or a host name.',
      '4 nodes.a.role: One of these is expected here: control, worker.',
    ]);
    expect(messages('nodes:\n  A: {role: worker, address: &x a, taints: [x], labels: {v: 1.10}, port: *x}\n')).toHaveLength(4);
    expect(messages('nodes:\n  a:\n    role: worker\n')).toEqual(['0 nodes.a.address: a has no address.']);
    expect(messages('settings:\n  ingressPool: 10.0.0.1-10.0.0.300\n')).toEqual([
      '2 settings.ingressPool: Enter an IPv4 address such as 192.168.1.240.',
    ]);
    expect(messages('settings:\n  adminUser: !secret boss\n')).toEqual([
      '2 settings.adminUser: A plain value is needed here; secrets belong into variables.',
    ]);
    expect(messages('name: "Home\ncomponents: {}\n')[0]).toBe('1 : A quotation mark that was opened is not closed.');
  });

  it('knows a machine by its name, a renamed one by its address, and keeps what was found out about it', () => {
    const facts = goodFacts(1);
    const before = stored({ nodes: [sketchNode(1, { facts }), sketchNode(2, { facts: goodFacts(2) }), sketchNode(3)] });
    const nodes = content(
      'nodes:\n  node2: {address: 10.0.0.99, role: worker}\n  first: {address: 10.0.0.1, role: control}\n  node9: {address: 10.0.0.9, role: worker}\n',
      before,
    ).nodes;
    expect(nodes.map(({ id, name }) => [id, name])).toEqual([
      ['n2', 'node2'],
      ['n1', 'first'],
      ['new-1', 'node9'],
    ]);
    expect(nodes.map((node) => node.facts)).toEqual([null, facts, null]);
  });

  it('is the same again when it is written as a document', () => {
    const before = content(machines);
    expect(content(writeDocument(before, yaml), stored(before))).toEqual(before);
  });
});

const choices = fc.array(fc.nat(9999), { minLength: 30, maxLength: 150, size: 'max' });
function chooser(numbers: readonly number[]): Choose {
  let at = 0;
  return (most) => {
    at += 1;
    return ((numbers[at % numbers.length] ?? 0) + Math.floor(at / numbers.length)) % (most + 1);
  };
}
function anyNode(choose: Choose, number: number): Node {
  const pick = <T>(values: readonly [T, ...T[]]): T => values[choose(values.length - 1)] ?? values[0];
  return sketchNode(number, {
    name: `node${number}`,
    address: `10.0.${choose(2)}.${number}`,
    port: pick([22, 22, 2222]),
    user: pick(['ubuntu', 'root', 'yes']),
    role: pick(['control', 'worker']),
    credential: pick<Node['credential']>([{ method: 'hearth-key' }, { method: 'agent' }, { method: 'key-file', path: '/a b: #c' }]),
    jump: pick([null, null, { address: '10.0.0.1', port: 22, user: 'ubuntu' }, { address: 'fd00::1', port: 9, user: 'on' }]),
    labels: pick<Node['labels']>([{}, { disk: 'ssd' }, { disk: 'yes', 'a/b': '012' }, { no: '' }]),
    taints: pick<Node['taints']>([
      [],
      [{ key: 'gpu', value: 'true', effect: 'NoSchedule' }],
      [{ key: 'x', value: '', effect: 'NoExecute' }],
    ]),
    facts: null,
  });
}
function anyContent(choose: Choose): PlatformContent {
  const kind = choose(1) === 0 ? 'microk8s' : 'k8s';
  const numbers = [1, 2, 3, 4, 5].filter(() => choose(2) > 0);
  const ordered = choose(1) === 0 ? numbers : numbers.toReversed();
  return {
    ...defaultContent,
    name: ['Home', 'yes', 'a: b', '12'][choose(3)] ?? '',
    distribution: kind,
    settings: {
      ...defaultContent.settings,
      domain: ['home.lan', 'no', 'x.example.com'][choose(2)] ?? '',
      ingressPool: choose(1) === 0 ? null : { from: '10.0.0.1', to: '10.0.0.9' },
      certificates: choose(1) === 0 ? { mode: 'self-signed' } : { mode: 'lets-encrypt-http', email: 'a@b.de', environment: 'staging' },
    },
    components: ['cert-manager', 'dashboard', 'minio'].filter(() => choose(1) === 0),
    nodes: ordered.map((number) => anyNode(choose, number)),
  };
}
/** Any spelling of it, with things that Hearth does not know. */
function anyText(choose: Choose, { settings, nodes, ...rest }: PlatformContent): string {
  const { name, distribution, channel, components } = rest;
  const document = {
    name,
    distribution,
    channel,
    unknown: { a: [1, 'x'] },
    settings: settingsForm(settings),
    components,
    variables: { dns: '8.8.8.8', token: { '!secret': 'github' } },
    nodes: Object.fromEntries(nodes.map((node) => [node.name, { ...shortNodeForm(node), rack: 'r1', groups: ['gpu'] }])),
  };
  return new Scribe(choose, (value) => yaml.inline(value)).text(document);
}
const withoutIds = ({ nodes, ...rest }: PlatformContent) => ({ ...rest, nodes: nodes.map(({ id: _id, ...node }) => node) });

describe('a content that was changed elsewhere', () => {
  it('is what the document says once it is woven into it', () => {
    fc.assert(
      fc.property(choices, (numbers) => {
        const choose = chooser(numbers);
        const before = anyContent(choose);
        const document = readDocument(anyText(choose, before), yaml);
        const after = anyContent(choose);
        if (choose(3) === 0)
          after.nodes = after.nodes.map((node, index) => ({ ...node, name: after.nodes.at(index - 1)?.name ?? node.name }));
        const text = applyEdits(document.text, weave(document, { before, after }, yaml));
        expect(withoutIds(content(text, stored(before)))).toEqual(withoutIds(after));
        const { data } = readDocument(text, yaml);
        expect(data.general['unknown']).toEqual({ a: [1, 'x'] });
        const stays = after.nodes.filter(({ id }) => before.nodes.some((node) => node.id === id));
        for (const { name } of stays) expect(data.nodes.find((node) => node.name === name)?.fields['rack']).toBe('r1');
      }),
      { numRuns: 60 },
    );
  });

  it('changes no byte when nothing changed', () => {
    fc.assert(
      fc.property(choices, (numbers) => {
        const choose = chooser(numbers);
        const before = anyContent(choose);
        expect(weave(readDocument(anyText(choose, before), yaml), { before, after: before }, yaml)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('moves a machine with its comments, and leaves the others alone', () => {
    const text = `nodes: # all of them
  # the first
  a: {address: 10.0.0.1, role: control}

  # the second
  b: # spare
    address: 10.0.0.2   # below the desk
    role: worker
  c: {address: 10.0.0.3, role: worker}
`;
    const before = content(text);
    const [a, b, c] = before.nodes;
    if (a === undefined || b === undefined || c === undefined) throw new Error('Three machines were written.');
    const document = readDocument(text, yaml);
    expect(applyEdits(text, weave(document, { before, after: { ...before, nodes: [b, a, c] } }, yaml))).toBe(`nodes: # all of them
  # the second
  b: # spare
    address: 10.0.0.2   # below the desk
    role: worker
  # the first
  a: {address: 10.0.0.1, role: control}

  c: {address: 10.0.0.3, role: worker}
`);
  });
});
