// Ties an editor to the draft: what is typed goes out, what comes from elsewhere comes in, issues stand where they belong.
import { setDiagnostics } from '@codemirror/lint';
import type { Diagnostic } from '@codemirror/lint';
import { Annotation, Prec } from '@codemirror/state';
import type { ChangeSet, Extension, Text } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import type { ViewUpdate } from '@codemirror/view';
import type { DocumentIssue, DocumentPath } from '#contract/inventory/document.ts';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { applyFix } from '../IssuesPanel.tsx';
import type { DraftStore } from '../model/draft-store.ts';
import { lineOf, linesOf } from '../model/yaml-place.ts';
import { redone, stepOf, undone } from '../undo.ts';

const words = t.inventory;
const fromElsewhere = Annotation.define<boolean>();

const labelOf = (update: ViewUpdate): string =>
  update.transactions.some((one) => one.isUserEvent('input.paste') || one.isUserEvent('input.drop'))
    ? words.labels.pasting
    : words.labels.typing;

interface Place {
  readonly from: number;
  readonly to: number;
}

/** A line without what it is indented by. */
function placeOfLine(doc: Text, number: number): Place {
  const { from, to, text } = doc.line(number);
  return { from: from + (text.length - text.trimStart().length), to };
}

/** The places of issues in the text as it is shown; of something missing: where it would have to be. */
function placesOf(doc: Text, store: DraftStore, issues: readonly DocumentIssue[]): readonly { issue: DocumentIssue; place: Place }[] {
  const within = (position: number): number => Math.max(0, Math.min(doc.length, position));
  const placed = issues.flatMap((issue) => {
    if (issue.range === null) return [];
    const from = within(store.placeOf(issue.range.from));
    return [{ issue, place: { from, to: Math.max(from, within(store.placeOf(issue.range.to))) } }];
  });
  const missing = issues.filter(({ range }) => range === null);
  const lines = linesOf(
    doc,
    missing.map(({ path }) => path),
  );
  return [...placed, ...missing.map((issue, index) => ({ issue, place: placeOfLine(doc, lines[index]?.number ?? 1) }))];
}

function diagnosticOf(store: DraftStore, { issue, place }: { issue: DocumentIssue; place: Place }): Diagnostic {
  const { fix } = issue;
  return {
    ...place,
    severity: issue.severity,
    message: issue.message,
    renderMessage: () => {
      const box = document.createElement('div');
      const message = document.createElement('div');
      message.textContent = visible(issue.message);
      const remedy = document.createElement('div');
      remedy.className = 'issue-remedy';
      remedy.textContent = visible(issue.remedy);
      box.append(message, remedy);
      return box;
    },
    ...(fix === null ? {} : { actions: [{ name: fix.title, apply: () => void applyFix(store, issue) }] }),
  };
}

export interface Binding {
  readonly extension: Extension;
  /** Begins with the editor; ends when what it returns is called. */
  attach(view: EditorView): () => void;
}

export function bindDraft(store: DraftStore): Binding {
  let view: EditorView | null = null;
  const take = (changes: ChangeSet): void => view?.dispatch({ changes, annotations: fromElsewhere.of(true) });
  const give = EditorView.updateListener.of((update) => {
    if (!update.docChanged || update.transactions.some((one) => one.annotation(fromElsewhere) === true)) return;
    store.edit(update.changes, labelOf(update), take);
  });
  const steps = { undo: () => void undone(store), redo: () => void redone(store) };
  // A small z with Shift held, as Caps Lock makes it, is an undo to a keymap.
  const letters = Prec.high(
    EditorView.domEventHandlers({
      keydown(event) {
        const step = stepOf(event);
        if (step !== null) steps[step]();
        return step !== null;
      },
    }),
  );
  // On other keyboards the place of the key counts, not its letter.
  const keys = keymap.of([
    { key: 'Mod-z', run: () => (steps.undo(), true), preventDefault: true },
    { key: 'Mod-y', mac: 'Mod-Shift-z', run: () => (steps.redo(), true), preventDefault: true },
    { key: 'Mod-Shift-z', run: () => (steps.redo(), true), preventDefault: true },
  ]);
  return {
    extension: [letters, keys, give],
    attach(opened) {
      view = opened;
      let shown: readonly DocumentIssue[] | null = null;
      const showIssues = (): void => {
        const { issues } = store.snapshot();
        if (issues === shown) return;
        shown = issues;
        const diagnostics = placesOf(opened.state.doc, store, issues).map((one) => diagnosticOf(store, one));
        opened.dispatch(
          setDiagnostics(
            opened.state,
            diagnostics.toSorted((a, b) => a.from - b.from),
          ),
        );
      };
      const stops = [store.onText(take), store.subscribe(showIssues)];
      showIssues();
      return () => {
        for (const stop of stops) stop();
        view = null;
      };
    },
  };
}

/** Puts the cursor on an issue, or on the nearest line to a path. */
export function showPlace(
  view: EditorView,
  store: DraftStore,
  { path, issue }: { path: DocumentPath; issue: DocumentIssue | undefined },
): void {
  const { doc } = view.state;
  const line = issue === undefined ? lineOf(doc, path) : null;
  const [placed] = issue === undefined ? [] : placesOf(doc, store, [issue]);
  const place = placed?.place ?? (line === null ? null : placeOfLine(doc, line.number));
  if (place === null) return;
  view.dispatch({
    selection: { anchor: place.from, head: place.to },
    effects: EditorView.scrollIntoView(place.from, { y: 'center' }),
  });
  view.focus();
}
