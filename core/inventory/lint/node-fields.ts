// What is wrong with the fields of one machine, whatever the others say.
import type { DocumentNode, DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { hostAddress, portNumber, userName, type Node } from '#contract/nodes.ts';
import type { Issue } from '#contract/platforms.ts';
import { likelyName } from '#core/catalog/likely-name.ts';
import { markIssues } from '#core/platform/node-issues.ts';
import { jumpParts, readCredential, readTaint, usualPort } from '#core/inventory/document/content-form.ts';
import { entryOf, isMap } from '#core/inventory/document/values.ts';
import { finding, setting, type Finding } from './finding.ts';
import { nodeKeys, unknownKeys } from './keys.ts';

/** What rules about several machines ask of each. */
export interface NodeTraits {
  /** "" when there is none, or none that could be one. */
  readonly address: string;
  readonly port: number;
  readonly role: Node['role'];
  readonly taints: Node['taints'];
  /** The address, or the name of another machine. */
  readonly jump: { readonly address: string; readonly port: number | null } | null;
}

const isAddress = (value: DocumentValue): boolean => hostAddress.safeParse(value).success;
const isPort = (value: DocumentValue): boolean => portNumber.safeParse(value).success;
function readJump(value: DocumentValue): NodeTraits['jump'] {
  if (typeof value !== 'string') return null;
  const { address, port, user } = jumpParts(value);
  return isAddress(address) && (port === null || isPort(port)) && (user === null || userName.safeParse(user).success)
    ? { address, port }
    : null;
}

const at = (node: DocumentNode, ...rest: DocumentPath): DocumentPath => ['nodes', node.name, ...rest];
const isNothing = (value: DocumentValue | undefined): value is null | undefined => value === undefined || value === null;

export function traitsOf({ fields }: DocumentNode): NodeTraits {
  const [address, port, jump] = [entryOf(fields, 'address') ?? null, entryOf(fields, 'port') ?? usualPort, entryOf(fields, 'jump') ?? null];
  return {
    address: typeof address === 'string' && isAddress(address) ? address : '',
    port: typeof port === 'number' && isPort(port) ? port : usualPort,
    role: entryOf(fields, 'role') === 'control' ? 'control' : 'worker',
    taints: taintsOf(fields).flatMap((taint) => readTaint(taint) ?? []),
    jump: readJump(jump),
  };
}

const taintsOf = (fields: DocumentNode['fields']): readonly DocumentValue[] => {
  const taints = entryOf(fields, 'taints');
  return Array.isArray(taints) ? taints : [];
};

export function nodeFields(node: DocumentNode): Finding[] {
  const present = [...(node.groups.length > 0 ? ['groups'] : []), ...(Object.keys(node.variables).length > 0 ? ['variables'] : [])];
  return [
    ...unknownKeys(node.fields, { keys: nodeKeys, path: at(node), present }),
    ...addressOf(node),
    ...roleOf(node),
    ...portOf(node),
    ...plainForms.flatMap((form) => formOf(node, form)),
    ...labelsOf(node),
    ...marksOf(node),
  ];
}

function addressOf(node: DocumentNode): Finding[] {
  const value = entryOf(node.fields, 'address');
  const words = { remedy: 'Write an IP address or a host name, such as 10.0.0.1.' };
  if (isNothing(value) || value === '')
    return [
      finding('address-missing', at(node, 'address'), { message: `${node.name} has no address, so it cannot be reached.`, ...words }),
    ];
  if (isAddress(value)) return [];
  const trimmed = typeof value === 'string' ? value.trim() : '';
  const fix = trimmed !== value && isAddress(trimmed) ? setting(at(node, 'address'), trimmed) : null;
  return [finding('address-form', at(node, 'address'), { message: 'This is neither an IP address nor a host name.', ...words, fix })];
}

const roleSynonyms: Readonly<Record<string, string>> = {
  'control-plane': 'control',
  control_plane: 'control',
  controlplane: 'control',
  master: 'control',
  server: 'control',
  agent: 'worker',
  node: 'worker',
};
function roleOf(node: DocumentNode): Finding[] {
  const value = entryOf(node.fields, 'role');
  const path = at(node, 'role');
  const remedy = 'Write control or worker.';
  if (isNothing(value)) return [finding('role-missing', path, { message: `${node.name} has no role.`, remedy })];
  if (value === 'control' || value === 'worker') return [];
  const typed = typeof value === 'string' ? value.trim().toLowerCase() : '';
  const meant = Object.hasOwn(roleSynonyms, typed) ? roleSynonyms[typed] : likelyName(typed, ['control', 'worker']);
  const fix = meant === undefined || meant === '' ? null : setting(path, meant);
  return [finding('role-form', path, { message: 'A machine is a control node or a worker.', remedy, fix })];
}

function portOf(node: DocumentNode): Finding[] {
  const value = entryOf(node.fields, 'port');
  if (isNothing(value) || isPort(value)) return [];
  const path = at(node, 'port');
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : null;
  const fix = number !== null && isPort(number) ? setting(path, number) : null;
  return [
    finding('port-form', path, {
      message: 'A port is a number from 1 to 65535.',
      remedy: 'Write the number, or leave it out for 22.',
      fix,
    }),
  ];
}

interface PlainForm {
  readonly field: string;
  readonly fits: (value: DocumentValue) => boolean;
  readonly message: string;
  readonly remedy: string;
}
const plainForms: readonly PlainForm[] = [
  {
    field: 'user',
    fits: (value) => userName.safeParse(value).success,
    message: 'This cannot be a Linux user: small letters, digits, - and _, at most 32.',
    remedy: 'Write the user that Hearth signs in as, such as ubuntu.',
  },
  {
    field: 'credential',
    fits: (value) => readCredential(value) !== null,
    message: 'Hearth does not know this way of signing in.',
    remedy: 'Write hearth-key, agent, or {key-file: /path/of/the/key}.',
  },
  {
    field: 'jump',
    fits: (value) => readJump(value) !== null,
    message: 'No jump host can be read here.',
    remedy: 'Write user@host:port, such as ubuntu@10.0.0.9:22, or the name of another machine.',
  },
  {
    field: 'taints',
    fits: Array.isArray,
    message: 'Taints are a list.',
    remedy: 'Write a list such as ["gpu=true:NoSchedule"].',
  },
];
function formOf(node: DocumentNode, { field, fits, message, remedy }: PlainForm): Finding[] {
  const value = entryOf(node.fields, field);
  return isNothing(value) || fits(value) ? [] : [finding(`${field}-form`, at(node, field), { message, remedy })];
}

function labelsOf(node: DocumentNode): Finding[] {
  const labels = entryOf(node.fields, 'labels');
  const remedy = 'Put the value in quotation marks; values of labels are texts.';
  if (isNothing(labels)) return [];
  if (!isMap(labels))
    return [
      finding('labels-form', at(node, 'labels'), {
        message: 'Labels are names with their values.',
        remedy: 'Write a map such as {disk: ssd}.',
      }),
    ];
  return Object.entries(labels).flatMap(([key, value]) => {
    // Whole numbers and true or false read the same as texts.
    if (typeof value === 'string' || typeof value === 'boolean' || value === null || Number.isSafeInteger(value)) return [];
    const path = at(node, 'labels', key);
    const text = typeof value === 'object' ? null : String(value);
    const fix = text === null ? null : { title: 'Make it a text', changes: [{ kind: 'set' as const, path, value: text }] };
    return [finding('labels-form', path, { message: `The value of the label ${key} is no text.`, remedy, fix })];
  });
}

/** Label and taint rules of Kubernetes, as the wizard asks them. */
function marksOf(node: DocumentNode): Finding[] {
  const typed = entryOf(node.fields, 'labels');
  const labels = Object.fromEntries(
    Object.entries(isMap(typed) ? typed : {}).flatMap(([key, value]) => (typeof value === 'object' ? [] : [[key, String(value)] as const])),
  );
  const read = taintsOf(node.fields).map((taint, index) => ({ index, taint: readTaint(taint) }));
  const unread = read.filter(({ taint }) => taint === null);
  const places = read.flatMap(({ taint, index }) => (taint === null ? [] : [{ taint, index }]));
  const issues = markIssues({ role: traitsOf(node).role, labels, taints: places.map(({ taint }) => taint) }, '');
  const placeOf = (index: number) => places[index]?.index ?? index;
  return [
    ...unread.map(({ index }) =>
      finding('taint-form', at(node, 'taints', index), {
        message: 'No taint can be read here.',
        remedy: 'Write key=value:Effect with NoSchedule, PreferNoSchedule or NoExecute, such as gpu=true:NoSchedule.',
      }),
    ),
    ...issues.map((issue) => marked(node, issue, placeOf)),
  ];
}

function marked(node: DocumentNode, { path, severity, message }: Issue, placeOf: (index: number) => number): Finding {
  const label = /^\.labels\.(.*)$/s.exec(path)?.[1];
  if (label !== undefined)
    return finding('label-form', at(node, 'labels', label), { severity, part: 'key', message, remedy: 'Change or remove the label.' });
  const index = /^\.taints\.(\d+)/.exec(path)?.[1];
  const place = index === undefined ? at(node, 'taints') : at(node, 'taints', placeOf(Number(index)));
  return finding('taint-form', place, { severity, message, remedy: 'Change or remove the taint.', mark: path });
}
