// Jump hosts that are named, where no machine has that name.
import { jumpParts } from '#core/inventory/document/content-form.ts';
import { entryOf } from '#core/inventory/document/values.ts';
import { slipFinder } from '#core/inventory/variables/slips.ts';
import { finding, setting, type Finding } from './finding.ts';
import type { Machine } from './machines.ts';

/** So many unknown names are each looked for among all others; more of them are no slips. */
const suggestedAtMost = 20;

export function unknownJumps(machines: readonly Machine[]): Finding[] {
  const unknown = unknownIn(machines);
  if (unknown.length === 0) return [];
  const find = slipFinder(machines.map(({ node }) => node.name));
  return unknown.map(({ node, name, text }, index) => {
    const path = ['nodes', node.name, 'jump'];
    const found = index < suggestedAtMost ? find(name) : '';
    // By way of itself, nothing is reached.
    const likely = found === node.name ? '' : found;
    return finding('jump-unknown', path, {
      severity: 'warning',
      message: `No machine is called ${name}.${likely === '' ? '' : ` Did you mean ${likely}?`}`,
      remedy: 'Name a machine of this inventory; any other name must be one that the computer running Hearth can resolve.',
      fix: likely === '' ? null : setting(path, withName(text, likely)),
    });
  });
}

/** A name without dots; one with dots is of a domain, where it may well be. */
function unknownIn(machines: readonly Machine[]) {
  const names = new Set(machines.map(({ node }) => node.name));
  return machines.flatMap(({ node, traits }) => {
    const name = traits.jump?.address ?? '';
    const text = entryOf(node.fields, 'jump');
    if (name === '' || /[.:]/.test(name) || name === 'localhost' || names.has(name) || typeof text !== 'string') return [];
    return [{ node, name, text }];
  });
}

/** With the user and the port that are written there. */
function withName(text: string, name: string): string {
  const { user, port } = jumpParts(text);
  return `${user === null ? '' : `${user}@`}${name}${port === null ? '' : `:${port}`}`;
}
