// Every typed answer of the wizard: how it reads from the platform, its rule, and how it is written back.
import { machineAddress, nodeName, portNumber, userName, type Node } from '#contract/nodes.ts';
import { platformContent, type PlatformContent, type Settings } from '#contract/platforms.ts';
import type { Rule } from '#renderer/kit/complaint.ts';
import { t } from '#renderer/texts/current.ts';
import { emailPath, emailRule, withEmail } from './certificates.ts';
import { isOpenEnded, parseTaints, taintsText } from './taints.ts';

export type Applied = { readonly ok: true; readonly content: PlatformContent } | { readonly ok: false; readonly message: string };
export interface Field {
  /** The text to show when the person has typed nothing else. */
  read(content: PlatformContent): string;
  apply(content: PlatformContent, text: string): Applied;
}

interface Shape<T> {
  readonly rule: Rule<T>;
  readonly read: (content: PlatformContent) => string;
  readonly write: (content: PlatformContent, value: T) => PlatformContent;
  readonly parse?: (text: string) => unknown;
}

function field<T>({ rule, read, write, parse = (text) => text.trim() }: Shape<T>): Field {
  return {
    read,
    apply(content, text) {
      const result = rule.safeParse(parse(text));
      if (result.success) return { ok: true, content: write(content, result.data) };
      return { ok: false, message: result.error.issues[0]?.message ?? t.kit.notAllowed };
    },
  };
}

const rules = platformContent.shape;
const settingRules = rules.settings.shape;
type PlainSetting = 'domain' | 'storageClass' | 'adminUser' | 'podCidr' | 'serviceCidr';

const setting = (key: PlainSetting): Field =>
  field({
    rule: settingRules[key],
    read: (content) => content.settings[key],
    write: (content, value) => ({ ...content, settings: { ...content.settings, [key]: value } }),
  });

const poolEnd = (end: 'from' | 'to'): Field =>
  field({
    rule: settingRules.ingressPool.unwrap().shape[end],
    read: (content) => content.settings.ingressPool?.[end] ?? '',
    write: (content, value) => ({ ...content, settings: withPoolEnd(content.settings, end, value) }),
  });

function withPoolEnd(settings: Settings, end: 'from' | 'to', value: string): Settings {
  const pool = settings.ingressPool ?? { from: value, to: value };
  return { ...settings, ingressPool: { ...pool, [end]: value } };
}

const platformFields: Readonly<Record<string, Field>> = {
  name: field({ rule: rules.name, read: (c) => c.name, write: (c, name) => ({ ...c, name }) }),
  channel: field({ rule: rules.channel, read: (c) => c.channel, write: (c, channel) => ({ ...c, channel }) }),
  'settings.domain': setting('domain'),
  'settings.storageClass': setting('storageClass'),
  'settings.adminUser': setting('adminUser'),
  [emailPath]: field({
    rule: emailRule,
    read: ({ settings: { certificates } }) => (certificates.mode === 'self-signed' ? '' : certificates.email),
    write: withEmail,
  }),
  'settings.podCidr': setting('podCidr'),
  'settings.serviceCidr': setting('serviceCidr'),
  'settings.ingressPool.from': poolEnd('from'),
  'settings.ingressPool.to': poolEnd('to'),
};

/** Numbers are typed as text: an empty or odd text must meet the rule's own message, not become 0; a whole number meets the message of its range. */
export const toPort = (text: string): unknown => (/^-?\d{1,15}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN);

export const nodeRules = { address: machineAddress, port: portNumber, user: userName, name: nodeName };
export type NodeTextField = keyof typeof nodeRules;

export const changeNode = (content: PlatformContent, nodeId: string, change: (node: Node) => Node): PlatformContent => ({
  ...content,
  nodes: content.nodes.map((node) => (node.id === nodeId ? change(node) : node)),
});
type JumpHost = NonNullable<Node['jump']>;
const nodeOf = (content: PlatformContent, nodeId: string) => content.nodes.find((node) => node.id === nodeId);

/** Another address or port is another machine: its key must be trusted and its facts read anew. */
const moved = (node: Node, at: Partial<Pick<Node, 'address' | 'port'>>): Node => ({ ...node, ...at, hostKey: null, facts: null });

function keyPath(nodeId: string): Field {
  return {
    read(content) {
      const credential = nodeOf(content, nodeId)?.credential;
      return credential?.method === 'key-file' ? credential.path : '';
    },
    apply(content, text) {
      const path = text.trim();
      if (path === '') return { ok: false, message: t.wizard.nodes.keyPathMissing };
      return { ok: true, content: changeNode(content, nodeId, (node) => ({ ...node, credential: { method: 'key-file', path } })) };
    },
  };
}

const usualJump: JumpHost = { address: '', port: 22, user: 'ubuntu' };
/** A jump host begins with its address; port and user have usual values until said otherwise. */
function jumpField(nodeId: string, key: 'jumpAddress' | 'jumpPort' | 'jumpUser'): Field {
  const readJump = (content: PlatformContent) => nodeOf(content, nodeId)?.jump ?? usualJump;
  const writeJump = (content: PlatformContent, part: Partial<JumpHost>) =>
    changeNode(content, nodeId, (node) => ({ ...node, jump: { ...usualJump, ...node.jump, ...part } }));
  if (key === 'jumpAddress')
    return field({
      rule: nodeRules.address,
      read: (content) => readJump(content).address,
      write: (content, address) => writeJump(content, { address }),
    });
  if (key === 'jumpUser')
    return field({
      rule: nodeRules.user,
      read: (content) => readJump(content).user,
      write: (content, user) => writeJump(content, { user }),
    });
  return field({
    rule: nodeRules.port,
    parse: toPort,
    read: (content) => String(readJump(content).port),
    write: (content, port) => writeJump(content, { port }),
  });
}

const labelKey = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;

/** Reads "disk=ssd, rack=a" into labels, or says which part is wrong. */
export function parseLabels(text: string): { labels: Record<string, string> } | { message: string } {
  const labels: Record<string, string> = {};
  for (const part of text.split(/[,\n]/).map((each) => each.trim())) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const [key, value] = at < 0 ? [part, ''] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    if (at < 0) return { message: t.wizard.labels.noValue(part) };
    if (!labelKey.test(key)) return { message: t.wizard.labels.badKey(key) };
    if (!labelValue.test(value)) return { message: t.wizard.labels.badValue(value) };
    if (key in labels) return { message: t.wizard.labels.twice(key) };
    labels[key] = value;
  }
  if (isOpenEnded(text)) return { message: t.wizard.labels.openEnd };
  return { labels };
}
export const labelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

function nodeLabels(nodeId: string): Field {
  return {
    read: (content) => labelsText(nodeOf(content, nodeId)?.labels ?? {}),
    apply(content, text) {
      const parsed = parseLabels(text);
      if ('message' in parsed) return { ok: false, message: parsed.message };
      return { ok: true, content: changeNode(content, nodeId, (node) => ({ ...node, labels: parsed.labels })) };
    },
  };
}

function nodeTaints(nodeId: string): Field {
  return {
    read: (content) => taintsText(nodeOf(content, nodeId)?.taints ?? []),
    apply(content, text) {
      const parsed = parseTaints(text);
      if ('message' in parsed) return { ok: false, message: parsed.message };
      return { ok: true, content: changeNode(content, nodeId, (node) => ({ ...node, taints: parsed.taints })) };
    },
  };
}

function nodeField(nodeId: string, key: string): Field | undefined {
  const on = (write: (node: Node, text: string) => Node, rule: Rule<string>, read: (node: Node) => string) =>
    field({
      rule,
      read: (content) => {
        const node = nodeOf(content, nodeId);
        return node === undefined ? '' : read(node);
      },
      write: (content, value) => changeNode(content, nodeId, (node) => write(node, value)),
    });
  switch (key) {
    case 'name':
      return on(
        (node, name) => ({ ...node, name }),
        nodeRules.name,
        (node) => node.name,
      );
    case 'user':
      return on(
        (node, user) => ({ ...node, user }),
        nodeRules.user,
        (node) => node.user,
      );
    case 'address':
      return on(
        (node, address) => (address === node.address ? node : moved(node, { address })),
        nodeRules.address,
        (node) => node.address,
      );
    case 'port':
      return field({
        rule: nodeRules.port,
        parse: toPort,
        read: (content) => String(nodeOf(content, nodeId)?.port ?? ''),
        write: (content, port) => changeNode(content, nodeId, (node) => (node.port === port ? node : moved(node, { port }))),
      });
    case 'jumpAddress':
    case 'jumpPort':
    case 'jumpUser':
      return jumpField(nodeId, key);
    case 'keyPath':
      return keyPath(nodeId);
    case 'labels':
      return nodeLabels(nodeId);
    case 'taints':
      return nodeTaints(nodeId);
    default:
      return undefined;
  }
}

/** The field of a path: "settings.domain", or "nodes.<node id>.address". */
export function fieldOf(path: string): Field | undefined {
  const node = /^nodes\.([^.]+)\.([a-zA-Z]+)$/.exec(path);
  if (node === null) return platformFields[path];
  return nodeField(node[1] ?? '', node[2] ?? '');
}
