// Tags that neither Hearth nor Ansible knows, such as a misspelt `!secret`.
import { secretName } from '#contract/inventory/secrets.ts';
import { likelyName } from '#core/catalog/likely-name.ts';
import { entryOf, isMap } from '#core/inventory/document/values.ts';
import { tagOf } from '#core/inventory/variables/tagged.ts';
import { finding, type Finding } from './finding.ts';
import { leavesOf, type Leaf } from './leaves.ts';

/** What people write. */
const usual = ['!secret', '!vault', '!unsafe'];
/** Besides, what an inventory of Ansible is brought over with, and what a reference to an anchor is read as. */
const known: ReadonlySet<string> = new Set([
  ...usual,
  '!vault-encrypted',
  '!int',
  '!float',
  '!date',
  '!binary',
  '!set',
  '!pairs',
  '!alias',
]);

export const unknownTags = (leaf: Leaf): readonly Finding[] =>
  typeof leaf.value === 'object' && leaf.value !== null ? leavesOf(leaf).flatMap(unknownTag) : [];

function unknownTag({ value, path }: Leaf): Finding[] {
  const tag = tagOf(value);
  // Those with two are of YAML itself.
  if (tag === null || known.has(tag) || tag.startsWith('!!') || tag.startsWith('!<')) return [];
  const likely = likelyName(tag, usual);
  const inner = isMap(value) ? entryOf(value, tag) : null;
  const isName = likely === '!secret' && typeof inner === 'string' && secretName.safeParse(inner).success;
  const shown = tag.length > 60 ? `${tag.slice(0, 60)}…` : tag;
  return [
    finding('tag-unknown', path, {
      severity: 'warning',
      message: `Nothing is known to read the tag ${shown}.${likely === '' ? '' : ` Did you mean ${likely}?`}`,
      remedy: `Write ${usual.join(', ')}, or the value without a tag.`,
      fix: isName ? { title: `Write ${likely}`, changes: [{ kind: 'set', path, value: { [likely]: inner } }] } : null,
    }),
  ];
}
