// Brings a content that was changed elsewhere, by the wizard or a run, into the document; what did not change keeps its bytes.
import type { DocumentChange, DocumentPath, DocumentValue, TextEdit } from '#contract/inventory/document.ts';
import type { Node } from '#contract/nodes.ts';
import type { Platform, PlatformContent } from '#contract/platforms.ts';
import type { Yaml } from '#core/ports/yaml.ts';
import { isUnsaid, nodeForm, settingsForm, shortNodeForm } from './content-form.ts';
import { placeNodes } from './place-nodes.ts';
import { projectContent } from './project.ts';
import { Steps } from './steps.ts';
import type { InventoryDocument } from './types.ts';
import { entryOf, sameValue, type DocumentMap } from './values.ts';

export interface ContentChange {
  /** What the document says. */
  readonly before: PlatformContent;
  readonly after: PlatformContent;
}

/** Throws INPUT_INVALID where a value cannot be changed alone. */
export function weave(document: InventoryDocument, { before, after }: ContentChange, yaml: Yaml): readonly TextEdit[] {
  const steps = new Steps(document, yaml);
  steps.change(changesOf(before, after));
  steps.edit(placeNodes(steps.document, orderOf(after), yaml));
  if (steps.isEmpty) return [];
  // What the document leaves out may mean something else now, such as the usual storage class of another distribution.
  const stored: Platform = { ...after, id: 'woven', revision: 1, createdAt: 0, savedAt: 0 };
  const said = projectContent(steps.document, { platform: stored, newId: () => 'new' });
  if (said.kind === 'content') steps.change(changesOf(said.content, after));
  return steps.edits();
}

const orderOf = ({ nodes }: PlatformContent): string[] => nodes.map(({ name }) => name);

function changesOf(before: PlatformContent, after: PlatformContent): readonly DocumentChange[] {
  const top = ({ name, distribution, channel, components }: PlatformContent): DocumentMap => ({ name, distribution, channel, components });
  return [
    ...fieldChanges([], top(before), top(after)),
    ...fieldChanges(['settings'], settingsForm(before.settings), settingsForm(after.settings)),
    ...nodeChanges(before.nodes, after.nodes),
  ];
}

function fieldChanges(path: DocumentPath, before: DocumentMap, after: DocumentMap): readonly DocumentChange[] {
  return Object.entries(after).flatMap(([field, value]): DocumentChange[] => {
    if (sameValue(entryOf(before, field) ?? null, value)) return [];
    return [{ kind: 'set', path: [...path, field], value }];
  });
}

function nodeChanges(before: readonly Node[], after: readonly Node[]): readonly DocumentChange[] {
  const old = new Map(before.map((node) => [node.id, node]));
  const stays = new Set(after.map(({ id }) => id));
  const removed = before.filter(({ id }) => !stays.has(id));
  const renamed = after.filter(({ id, name }) => old.has(id) && old.get(id)?.name !== name);
  return [
    ...removed.map(({ name }): DocumentChange => ({ kind: 'remove', path: ['nodes', name] })),
    ...renames(renamed, old, new Set([...before, ...after].map(({ name }) => name))),
    ...after.flatMap((node) => {
      const known = old.get(node.id);
      return known === undefined
        ? [{ kind: 'set' as const, path: ['nodes', node.name], value: shortNodeForm(node) }]
        : nodeFieldChanges(['nodes', node.name], nodeForm(known), nodeForm(node));
    }),
  ];
}

/** For the time in between. */
function freeName(index: number, names: ReadonlySet<string>): string {
  let name = `moving-${index}`;
  while (names.has(name)) name += 'x';
  return name;
}

/** Names that are still taken by one that is renamed itself are left first. */
function renames(renamed: readonly Node[], old: ReadonlyMap<string, Node>, names: ReadonlySet<string>): readonly DocumentChange[] {
  const taken = new Set(renamed.map(({ id }) => old.get(id)?.name));
  const steps = renamed.map(({ id, name }, index) => ({
    from: old.get(id)?.name ?? '',
    to: name,
    over: taken.has(name) ? freeName(index, names) : null,
  }));
  const rename = (from: string, to: string): DocumentChange => ({ kind: 'rename', path: ['nodes', from], to });
  // Those that wait move on last: the names they wait for are left by then.
  return [
    ...steps.flatMap(({ from, over }) => (over === null ? [] : [rename(from, over)])),
    ...steps.flatMap(({ from, to, over }) => (over === null ? [rename(from, to)] : [])),
    ...steps.flatMap(({ to, over }) => (over === null ? [] : [rename(over, to)])),
  ];
}

function nodeFieldChanges(path: DocumentPath, before: DocumentMap, after: DocumentMap): readonly DocumentChange[] {
  return fieldChanges(path, before, after).map((change) => {
    const field = String(change.path.at(-1));
    const value: DocumentValue = entryOf(after, field) ?? null;
    return isUnsaid(field, value) && field !== 'port' && field !== 'credential' ? { kind: 'remove', path: change.path } : change;
  });
}
