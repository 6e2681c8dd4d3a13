import { plural } from './plural.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });
/** A few names by name, however long and however many they are. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name));
  return list.format(names.length > 3 ? [...shown, `${names.length - 3} more`] : shown);
}

export const inventoryTable = {
  label: 'Nodes of the inventory',
  help: 'Arrow keys move between cells. Enter or F2 edits, Escape cancels, Delete clears. Space marks a row, Ctrl+Enter shows its values, Shift+F10 its menu. Paste puts a block of cells in.',
  columns: {
    name: 'Name',
    address: 'Address',
    role: 'Role',
    user: 'User',
    port: 'Port',
    groups: 'Groups',
    labels: 'Labels',
    taints: 'Taints',
    credential: 'Credential',
    jump: 'Jump host',
  },
  chooseColumns: 'Columns',
  fields: 'Fields',
  variables: 'Variables',
  findVariable: 'Find or name a variable',
  addColumn: (name: string) => `Show ${name}`,
  removeColumn: (name: string) => `Hide ${name}`,
  columnsHint: 'A column for a variable shows the value each node has, and lets you give it one of its own.',
  add: 'Add node',
  remove: 'Remove node',
  removeMany: (count: number) => (count === 1 ? 'Remove node' : `Remove ${count} nodes`),
  removed: (count: number) => `${plural(count, 'node')} removed from the draft`,
  pasted: (cells: number, added: number) =>
    added === 0 ? `${plural(cells, 'cell')} pasted` : `${plural(cells, 'cell')} pasted, ${plural(added, 'node')} added`,
  pastedAgain: (names: readonly string[], instead: readonly string[]) =>
    `${some(names)} ${names.length === 1 ? 'was' : 'were'} there already: added as ${some(instead)}`,
  pastedFitted: (names: readonly string[], instead: readonly string[]) =>
    `${some(names)} ${names.length === 1 ? 'cannot be the name of a node' : 'cannot be names of nodes'}: ${some(instead)} instead`,
  pastedUnfit: (names: readonly string[]) =>
    `Left out: ${some(names)}, which cannot be ${names.length === 1 ? 'the name of a node' : 'names of nodes'}`,
  pastedTaken: (names: readonly string[]) =>
    `Not renamed: ${some(names)} ${names.length === 1 ? 'is the name of another node' : 'are names of other nodes'}`,
  pastedBeyond: (count: number) => `${plural(count, 'column')} did not fit`,
  selected: (count: number) => `${plural(count, 'node')} marked`,
  set: 'Set…',
  setTitle: (count: number) => `Set for ${plural(count, 'node')}`,
  setWhat: 'Field or variable',
  setValue: 'Value',
  setHint: 'Left empty, the own value of these nodes is taken away.',
  setAction: (count: number) => `Set for ${plural(count, 'node')}`,
  unknownColumn: 'Choose a field, or name a variable with letters, digits and underscores.',
  onlyIssues: 'With issues',
  all: 'All',
  which: 'Which nodes',
  inheritedFrom: (source: string) => `, from ${source}`,
  edit: 'Edit cell',
  openYaml: 'Go to it in the YAML',
  emptyTitle: 'No nodes yet.',
  empty: 'Add a node, or paste rows from a spreadsheet: name, address, role.',
  cellLabel: (column: string, node: string) => `${column} of ${node}`,
  gone: (node: string, typed: string) => `${node} is gone. Not kept, what was typed into it: ${typed}`,
  nameNeeded: 'A node needs a name. Remove the row to take it away.',
  nameTaken: (name: string) => `There is already a node named ${name}.`,
};
