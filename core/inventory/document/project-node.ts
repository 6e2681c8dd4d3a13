// One node of a document as the platform has it.
import type { DocumentNode, DocumentPath, DocumentValue } from '#contract/inventory/document.ts';
import { hostAddress, jumpHost, node as nodeSchema, nodeName, portNumber, userName, type Node } from '#contract/nodes.ts';
import { jumpParts, readCredential, readTaint, usualPort, usualUser } from './content-form.ts';
import type { Reading } from './reading.ts';
import type { InventoryDocument } from './types.ts';
import { entryOf } from './values.ts';

export interface NodeContext {
  readonly reading: Reading;
  readonly document: Pick<InventoryDocument, 'nodes'>;
}

export function projectedNode({ name, fields }: DocumentNode, context: NodeContext): Omit<Node, 'id'> {
  const { reading } = context;
  const path = ['nodes', name];
  const field = (key: string): DocumentValue => entryOf(fields, key) ?? null;
  if (!nodeName.safeParse(name).success)
    reading.issue(path, `${name} cannot be the name of a node. ${nodeName.safeParse(name).error?.issues[0]?.message ?? ''}`);
  if (field('address') === null) reading.issue([...path, 'address'], `${name} has no address.`);
  if (field('role') === null) reading.issue([...path, 'role'], `${name} has no role; write control or worker.`);
  const user = reading.value([...path, 'user'], { schema: userName, given: field('user'), usual: usualUser });
  return {
    name,
    address: reading.value([...path, 'address'], { schema: hostAddress, given: field('address'), usual: '' }),
    port: reading.value([...path, 'port'], { schema: portNumber, given: field('port'), usual: usualPort }),
    user,
    credential: credentialOf(field('credential'), [...path, 'credential'], reading),
    jump: jumpOf(field('jump'), { ...context, path: [...path, 'jump'], user }),
    hostKey: null,
    role: reading.value([...path, 'role'], { schema: nodeSchema.shape.role, given: field('role'), usual: 'worker' }),
    labels: labelsOf(field('labels'), [...path, 'labels'], reading),
    taints: taintsOf(field('taints'), [...path, 'taints'], reading),
    facts: null,
  };
}

function credentialOf(value: DocumentValue, path: DocumentPath, reading: Reading): Node['credential'] {
  const credential = value === null ? null : readCredential(value);
  if (value !== null && credential === null)
    reading.issue(path, 'Hearth signs in with hearth-key, agent, or {key-file: /path/of/the/key}.');
  return credential ?? { method: 'hearth-key' };
}

interface JumpContext extends NodeContext {
  readonly path: DocumentPath;
  /** Of the node itself, when the jump host has none of its own. */
  readonly user: string;
}

/** A node of the document may be meant by its name. */
function jumpOf(value: DocumentValue, { reading, document, path, user }: JumpContext): Node['jump'] {
  if (value === null) return null;
  if (typeof value !== 'string') {
    reading.issue(path, 'A jump host is written as user@host:port.');
    return null;
  }
  const parts = jumpParts(value);
  const named = document.nodes.get(parts.address)?.fields ?? {};
  const [address, port, itsUser] = [entryOf(named, 'address'), entryOf(named, 'port'), entryOf(named, 'user')];
  const jump = {
    address: typeof address === 'string' ? address : parts.address,
    port: parts.port ?? (typeof port === 'number' ? port : usualPort),
    user: parts.user ?? (typeof itsUser === 'string' ? itsUser : user),
  };
  return reading.value(path, { schema: jumpHost, given: jump, usual: null });
}

/** Whole numbers and true or false read the same as texts; of others it is not certain what was typed. */
function labelsOf(value: DocumentValue, path: DocumentPath, reading: Reading): Node['labels'] {
  const labels = Object.entries(reading.map(path, value)).map(([key, label]): [string, string] => {
    if (typeof label === 'string') return [key, label];
    if (label === null) return [key, ''];
    if (typeof label === 'boolean' || (typeof label === 'number' && Number.isSafeInteger(label))) return [key, String(label)];
    reading.issue([...path, key], `The value of the label ${key} is no text; put it in quotation marks.`);
    return [key, ''];
  });
  return Object.fromEntries(labels);
}

function taintsOf(value: DocumentValue, path: DocumentPath, reading: Reading): Node['taints'] {
  return reading.list(path, value).flatMap((item, index) => {
    const taint = readTaint(item);
    if (taint === null)
      reading.issue([...path, index], 'A taint is written as key=value:Effect; effects are NoSchedule, PreferNoSchedule and NoExecute.');
    return taint ?? [];
  });
}
