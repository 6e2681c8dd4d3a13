import { plural } from './plural.ts';

export const inventoryTree = {
  label: 'Groups, nodes and their variables',
  help: 'Arrow keys move, right and left unfold and fold. Enter edits a value, F2 renames, Delete removes, M shows the menu.',
  all: 'All nodes',
  columns: { name: 'Name', value: 'Value' },
  fromRole: 'from roles',
  counts: (nodes: number, variables: number) =>
    [nodes === 0 ? '' : plural(nodes, 'node'), variables === 0 ? '' : plural(variables, 'variable')]
      .filter((part) => part !== '')
      .join(', '),
  editValue: 'Edit value',
  addVariable: 'Add variable…',
  addGroup: 'Add group…',
  rename: 'Rename…',
  remove: 'Remove',
  removed: (name: string) => `${name} removed from the draft`,
  unfoldAll: 'Unfold all',
  foldAll: 'Fold all',
  valueOf: (name: string, scope: string) => `Value of ${name} of ${scope}`,
  addTitle: (scope: string) => `Add a variable to ${scope}`,
  groupTitle: 'Add a group',
  groupName: 'Name of the group',
  name: 'Name',
  nameHint: 'Variables that Hearth knows are offered as you type.',
  value: 'Value',
  valueHint: 'Text, number, [a, list] or {a: map}. A secret is named: !secret name.',
  addAction: 'Add variable',
  addGroupAction: 'Add group',
  renameTitle: (name: string) => `Rename ${name}`,
  renameHint: 'Everything in this document that refers to it is renamed with it.',
  renameAction: 'Rename',
  newName: 'New name',
  badVariable: 'Letters, digits and underscores, not beginning with a digit.',
  badName: 'Letters, digits, underscores, dots and hyphens.',
  taken: (name: string) => `${name} is there already.`,
  filter: 'Filter names and values',
};
