// A content that was changed outside the document, by the wizard or a run, brought into the document.
import type { Node } from '#contract/nodes.ts';
import type { Platform, PlatformContent } from '#contract/platforms.ts';
import type { NewDocument } from '#core/ports/store.ts';
import { applyEdits } from '#core/inventory/document/edits.ts';
import { differencesOf } from '#core/inventory/document/differences.ts';
import { projectContent } from '#core/inventory/document/project.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';
import { weave } from '#core/inventory/document/weave.ts';
import { messageOf } from './message.ts';
import { documentOf, type StoredDeps } from './stored.ts';

/** What is no one's wish, and so in no document. */
const withoutFindings = ({ id: _id, hostKey: _hostKey, facts: _facts, ...node }: Node) => node;
const wishIn = ({ name, distribution, channel, nodes, settings, components }: PlatformContent): string =>
  JSON.stringify([name, distribution, channel, nodes.map(withoutFindings), settings, components]);

export interface Change<T extends PlatformContent> {
  readonly stored: Platform;
  readonly next: T;
  readonly author: string;
}
export interface Woven<T extends PlatformContent> {
  /** As it was to be, with the machines in the order of the document, which references in it may keep from changing, and with its jump hosts. */
  readonly next: T;
  /** Null when the document stays as it is: only findings, or the wizard's page, differ. */
  readonly document: NewDocument | null;
}

export async function wovenDocument<T extends PlatformContent>(deps: StoredDeps, { stored, next, author }: Change<T>): Promise<Woven<T>> {
  if (wishIn(stored) === wishIn(next)) return { next, document: null };
  const before = readDocument((await documentOf(deps, stored)).text, deps.yaml);
  const said = projectContent(before, { platform: stored, newId: () => 'new' });
  const edits = weave(before, { before: said.kind === 'content' ? said.content : stored, after: next }, deps.yaml);
  if (edits.length === 0) return { next: asSaid(before, stored, next), document: null };
  const after = readDocument(applyEdits(before.text, edits), deps.yaml, before);
  const differences = differencesOf(before, after);
  const document = { text: after.text, author, message: messageOf(differences), changes: differences.length };
  return { next: asSaid(after, stored, next), document };
}

/** As the document says it: a jump host called like a machine is that machine. What it says may be unfit; then all stays as it was to be. */
function asSaid<T extends PlatformContent>(document: InventoryDocument, stored: Platform, next: T): T {
  const said = projectContent(document, { platform: { ...stored, ...next }, newId: () => 'new' });
  return said.kind === 'content' && isOf(next, said.content) ? { ...next, ...said.content } : inOrderOf(document, next);
}

/** A machine that stands in the document alone is none of the platform: nobody wanted it, and it has no id. */
function isOf({ nodes }: PlatformContent, said: PlatformContent): boolean {
  const ids = new Set(nodes.map(({ id }) => id));
  return said.nodes.length === nodes.length && said.nodes.every(({ id }) => ids.delete(id));
}

function inOrderOf<T extends PlatformContent>({ nodes }: InventoryDocument, content: T): T {
  const places = new Map([...nodes.keys()].map((name, index) => [name, index]));
  const placeOf = ({ name }: Node): number => places.get(name) ?? places.size;
  return { ...content, nodes: content.nodes.toSorted((a, b) => placeOf(a) - placeOf(b)) };
}
