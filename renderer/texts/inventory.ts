// Texts of the place where the inventory is edited; its table, tree and editor have their own.
import { inventoryChanges } from './inventory-changes.ts';
import { inventoryEditor } from './inventory-editor.ts';
import { inventoryExchange } from './inventory-exchange.ts';
import { inventorySecrets } from './inventory-secrets.ts';
import { inventoryHome } from './inventory-home.ts';
import { inventoryMerge } from './inventory-merge.ts';
import { inventoryTable } from './inventory-table.ts';
import { inventoryTree } from './inventory-tree.ts';
import { inventoryDrafts, inventoryVersions } from './inventory-versions.ts';
import { plural } from './plural.ts';

/** As long as the name of a change may be, and no half of a character at its end. */
const cut = (text: string): string => text.slice(0, 80).replace(/[\uD800-\uDBFF]$/, '');

export const inventory = {
  title: 'Inventory',
  views: 'Views of the inventory',
  tabs: { table: 'Table', tree: 'Tree', yaml: 'YAML', versions: 'Versions', home: 'Second home', merge: 'Merge' },
  sentence: (counts: { nodes: number; groups: number; variables: number }) =>
    `${plural(counts.nodes, 'node')}, ${plural(counts.groups, 'group')}, ${plural(counts.variables, 'variable')}.`,
  unsaved: 'Not yet saved as a version.',
  same: (revision: number) => `Same as version ${revision}.`,
  sync: {
    kept: 'Draft kept',
    keptHint: 'Each change is kept at once. The platform follows the saved inventory, not the draft.',
    sending: 'Keeping draft',
    waiting: 'Not sent yet',
    waitingHint: 'Hearth does not answer. What you type stays here and is sent as soon as it does.',
    waitingUndo: 'Hearth does not answer. Undo works again as soon as it does.',
    refused: 'Not kept',
    refusedHint: 'Hearth refused it. It stays here until it is sent again.',
  },
  undo: 'Undo',
  redo: 'Redo',
  undoOf: (what: string) => `Undo ${what}`,
  redoOf: (what: string) => `Redo ${what}`,
  undone: (what: string) => `Undone: ${what}`,
  redone: (what: string) => `Done again: ${what}`,
  undoTooLate: 'This is not the newest change any more. What came after it has to be undone first.',
  /** What undo calls a change. */
  labels: {
    typing: 'typing',
    pasting: 'pasting',
    fix: (title: string) => cut(title),
    cell: (column: string, node: string) => cut(`${column} of ${node}`),
    cells: (count: number) => `change of ${plural(count, 'cell')}`,
    paste: (count: number) => `paste of ${plural(count, 'cell')}`,
    addNode: (name: string) => cut(`adding ${name}`),
    removeNodes: (names: readonly string[]) =>
      names.length === 1 ? cut(`removal of ${names[0]}`) : `removal of ${plural(names.length, 'node')}`,
    variable: (name: string, scope: string) => cut(`${name} of ${scope}`),
    addVariable: (name: string) => cut(`adding ${name}`),
    rename: (from: string, to: string) => cut(`renaming ${from} to ${to}`),
    remove: (what: string) => cut(`removal of ${what}`),
    restoreDraft: 'bringing the draft back',
  },
  discard: 'Discard draft',
  discarded: 'Draft discarded',
  save: {
    open: 'Save inventory…',
    title: 'Save the inventory',
    message: 'Why',
    messageHint: 'It stands beside this version in the list of versions.',
    optional: 'optional',
    differences: (count: number) => `What changes (${count})`,
    same: 'The draft says the same as the saved inventory. Comments and order may differ.',
    errors: (count: number) =>
      `${plural(count, 'error')} in the draft. Saving is refused only where the text no longer describes a platform; other errors stay listed.`,
    changed:
      'The draft was changed elsewhere meanwhile, so nothing was saved. This is what changes now; save again once you agree with it.',
    action: 'Save inventory',
    done: (revision: number) => `Saved as version ${revision}`,
    showIssue: 'Show where',
  },
  conflict: {
    what: (base: number, saved: number) => `Version ${saved} was saved elsewhere. This draft began with version ${base}.`,
    why: 'Merge both before you save. Nothing of either is lost.',
    action: 'Merge',
  },
  gone: {
    title: 'This draft is gone.',
    text: 'It was thrown away in another window or by another program. The saved inventory is as it was.',
    action: 'Open a new draft',
    restore: 'Bring it back',
    copy: 'Copy its text',
  },
  lost: 'Do it again once it answers: nothing is saved or started by itself. What you changed stays here.',
  opening: 'Opening the draft takes longer than usual.',
  readOnly: {
    title: 'You may look at this inventory, not change it.',
    text: 'Your sign-in lacks the right to change. This is what is saved.',
  },
  issues: {
    title: 'Issues',
    open: (count: number) => plural(count, 'issue'),
    show: 'Show issues',
    none: 'No issues',
    noneText: 'Everything in this draft fits together as far as Hearth can tell without the machines.',
    severity: { error: 'Error', warning: 'Warning', hint: 'Hint' },
    line: (line: number) => `line ${line}`,
    noLine: 'no line',
    next: 'Next issue',
    previous: 'Previous issue',
    fixed: (title: string) => `${title}: done`,
    fixAll: (count: number) => `Apply all ${count} fixes`,
    fixedAll: (count: number) => `${plural(count, 'fix', 'fixes')} applied`,
    fixAllLabel: (count: number) => plural(count, 'fix', 'fixes'),
  },
  inspector: {
    show: 'Show effective values',
    title: (node: string) => `Values of ${node}`,
    filter: 'Filter variables',
    withDefaults: 'Show defaults',
    none: 'Nothing is set for this node.',
    noMatch: 'No variable matches.',
    overruled: 'Overruled values',
    goTo: (source: string) => `Go to ${source} in the YAML`,
    gone: (node: string) => `There is no node ${node} in this draft.`,
    scope: {
      default: 'default',
      settings: 'settings',
      global: 'all nodes',
      group: (name: string) => `group ${name}`,
      node: (name: string) => `node ${name}`,
    },
    masked: 'kept in the keychain',
    nodes: 'Node',
  },
  commands: {
    table: 'Edit inventory as a table',
    tree: 'Edit inventory as a tree',
    yaml: 'Edit inventory as YAML',
    changes: 'Show changes of the inventory',
    secrets: 'Show secrets of the inventory',
    exchange: 'Import or export the inventory',
    issues: 'Show inventory issues',
    versions: 'Show inventory versions',
    home: 'Show second home of the inventory',
  },
  table: inventoryTable,
  tree: inventoryTree,
  editor: inventoryEditor,
  changes: inventoryChanges,
  secrets: inventorySecrets,
  exchange: inventoryExchange,
  versions: inventoryVersions,
  drafts: inventoryDrafts,
  merge: inventoryMerge,
  home: inventoryHome,
};
