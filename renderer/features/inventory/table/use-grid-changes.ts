// What the table of nodes does to the draft, each as one change that one undo takes back.
import type { DocumentChange, DocumentNode } from '#contract/inventory/document.ts';
import { visible } from '#renderer/kit/format.ts';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import { cellChange, freeName, newNode } from '../model/cells.ts';
import type { GridRange } from '../model/grid-keys.ts';
import { pasteChanges, readBlock } from '../model/grid-paste.ts';
import type { Pasted } from '../model/grid-paste.ts';
import type { NameNote } from '../model/grid-paste-names.ts';
import { pastedText } from '../model/grid-paste-text.ts';
import { undoOfNow } from '../undo.ts';
import type { GridColumn } from './grid-columns.ts';

const { labels, table: words } = t.inventory;

export interface Area {
  /** All, shown or not. */
  readonly nodes: readonly DocumentNode[];
  readonly rows: readonly DocumentNode[];
  readonly columns: readonly GridColumn[];
  readonly range: GridRange;
}

export interface GridChanges {
  /** Keeps what was typed into a cell; answers with the name that its node has from now on. */
  readonly keep: (node: DocumentNode, column: GridColumn, typed: string) => string;
  /** The same for every cell of the block, as if it were pasted; names stay as they are. */
  readonly fill: (typed: string) => void;
  readonly paste: (text: string) => void;
  /** Answers with the name of the new node. */
  readonly add: () => string;
  readonly remove: (names: readonly string[]) => void;
}

/** Why a node cannot be called that. */
function nameProblem(nodes: readonly DocumentNode[], before: string, name: string): string | null {
  if (name === '') return words.nameNeeded;
  return name !== before && nodes.some((one) => one.name === name) ? words.nameTaken(name) : null;
}

/** What did not come in as it was pasted, in words. */
function notesOf({ notes, beyond }: Pasted): readonly string[] {
  const namesOf = (kind: NameNote['kind']): readonly string[] => notes.flatMap((note) => (note.kind === kind ? [visible(note.name)] : []));
  const instead = (kind: NameNote['kind']): readonly string[] =>
    notes.flatMap((note) => (note.kind === kind && 'as' in note ? [note.as] : []));
  const [again, fitted, unfit, taken] = [namesOf('again'), namesOf('fitted'), namesOf('unfit'), namesOf('taken')];
  return [
    ...(again.length > 0 ? [words.pastedAgain(again, instead('again'))] : []),
    ...(fitted.length > 0 ? [words.pastedFitted(fitted, instead('fitted'))] : []),
    ...(unfit.length > 0 ? [words.pastedUnfit(unfit)] : []),
    ...(taken.length > 0 ? [words.pastedTaken(taken)] : []),
    ...(beyond > 0 ? [words.pastedBeyond(beyond)] : []),
  ];
}

export function useGridChanges({ nodes, rows, columns, range }: Area): GridChanges {
  const { store, address } = useInventory();
  const change = (changes: readonly DocumentChange[], label: string): void => void store.change(changes, label);
  const taken = (): ReadonlySet<string> => new Set(nodes.map((node) => node.name));

  const fill = (typed: string): void => {
    const cells = rows
      .slice(range.from.row, range.to.row + 1)
      .flatMap((node) => columns.slice(range.from.column, range.to.column + 1).map((column) => ({ node, column })))
      .filter(({ column }) => column.cell.kind !== 'name');
    const changes = cells.flatMap(({ node, column }) =>
      cellChange(node, { cell: column.cell, typed: pastedText(column.cell, typed), variable: column.variable }),
    );
    const [first] = cells;
    if (first !== undefined)
      change(changes, cells.length === 1 ? labels.cell(first.column.title, first.node.name) : labels.cells(cells.length));
    else if (typed === '' && rows[range.from.row] !== undefined) toast(words.nameNeeded);
  };
  const pasteBlock = async (block: readonly (readonly string[])[]): Promise<void> => {
    const pasted = pasteChanges(block, { rows, columns, row: range.from.row, column: range.from.column, nodes });
    const { changes, cells, added } = pasted;
    const notes = notesOf(pasted);
    if (changes.length === 0) {
      if (notes.length > 0) toast(notes.join('. '));
      return;
    }
    if (added > 0) address.set({ q: '', only: '' });
    if (!(await store.change(changes, labels.paste(cells)))) return;
    if (notes.length === 0) toast(words.pasted(cells, added));
    // What became of it otherwise than meant can be taken back, and stays in sight for as long.
    else toast([words.pasted(cells, added), ...notes].join('. '), undoOfNow(store));
  };
  const removeAll = async (names: readonly string[]): Promise<void> => {
    const changes = names.map((name): DocumentChange => ({ kind: 'remove', path: ['nodes', name] }));
    if (await store.change(changes, labels.removeNodes(names))) toast(words.removed(names.length), undoOfNow(store));
  };
  return {
    fill,
    keep(node, column, typed) {
      const { cell, variable } = column;
      const text = typed.trim();
      const problem = cell.kind === 'name' ? nameProblem(nodes, node.name, text) : null;
      if (problem !== null) {
        toast(problem);
        return node.name;
      }
      const isName = cell.kind === 'name';
      change(cellChange(node, { cell, typed, variable }), isName ? labels.rename(node.name, text) : labels.cell(column.title, node.name));
      return isName ? text : node.name;
    },
    paste(text) {
      const block = readBlock(text);
      const [only, ...more] = block.flat();
      const isBlock = range.from.row !== range.to.row || range.from.column !== range.to.column;
      if (only !== undefined && more.length === 0 && isBlock) fill(only);
      else void pasteBlock(block);
    },
    add() {
      const user = nodes.at(-1)?.fields['user'];
      const name = freeName(taken());
      const cells = [
        { cell: { kind: 'field', field: 'role' }, typed: 'worker' },
        { cell: { kind: 'field', field: 'user' }, typed: typeof user === 'string' ? user : '' },
      ] as const;
      address.set({ q: '', only: '' });
      change([newNode(name, cells)], labels.addNode(name));
      return name;
    },
    remove: (names) => void removeAll(names),
  };
}
