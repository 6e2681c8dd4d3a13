// Ties an editor to the draft: what is typed goes out, what comes from elsewhere comes in, issues stand where they belong.
import { setDiagnostics } from '@codemirror/lint';
import type { Diagnostic } from '@codemirror/lint';
import { Annotation } from '@codemirror/state';
import type { ChangeSet, Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import type { ViewUpdate } from '@codemirror/view';
import type { DocumentIssue, DocumentPath } from '#contract/inventory/document.ts';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { applyFix } from '../IssuesPanel.tsx';
import type { DraftStore } from '../model/draft-store.ts';
import { lineOf } from '../model/yaml-place.ts';
import { redone, undone } from '../undo.ts';

const words = t.inventory;
const fromElsewhere = Annotation.define<boolean>();

const labelOf = (update: ViewUpdate): string =>
  update.transactions.some((one) => one.isUserEvent('input.paste') || one.isUserEvent('input.drop'))
    ? words.labels.pasting
    : words.labels.typing;

/** The place of an issue in the text as it is shown; of something missing: where it would have to be. */
function placeOf(view: EditorView, store: DraftStore, issue: DocumentIssue): { from: number; to: number } {
  const { doc } = view.state;
  const within = (position: number): number => Math.max(0, Math.min(doc.length, position));
  if (issue.range !== null) {
    const from = within(store.placeOf(issue.range.from));
    return { from, to: Math.max(from, within(store.placeOf(issue.range.to))) };
  }
  const line = doc.line(lineOf(doc, issue.path)?.number ?? 1);
  return { from: line.from + (line.text.length - line.text.trimStart().length), to: line.to };
}

function diagnosticOf(view: EditorView, store: DraftStore, issue: DocumentIssue): Diagnostic {
  const { fix } = issue;
  return {
    ...placeOf(view, store, issue),
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
  const keys = keymap.of([
    { key: 'Mod-z', run: () => (void undone(store), true), preventDefault: true },
    { key: 'Mod-y', mac: 'Mod-Shift-z', run: () => (void redone(store), true), preventDefault: true },
    { key: 'Mod-Shift-z', run: () => (void redone(store), true), preventDefault: true },
  ]);
  return {
    extension: [keys, give],
    attach(opened) {
      view = opened;
      let shown: readonly DocumentIssue[] | null = null;
      const showIssues = (): void => {
        const { issues } = store.snapshot();
        if (issues === shown) return;
        shown = issues;
        const diagnostics = issues.map((issue) => diagnosticOf(opened, store, issue));
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
  const line = lineOf(doc, path);
  const place = issue === undefined ? (line === null ? null : doc.line(line.number)) : placeOf(view, store, issue);
  if (place === null) return;
  const from =
    issue === undefined ? place.from + (doc.lineAt(place.from).text.length - doc.lineAt(place.from).text.trimStart().length) : place.from;
  view.dispatch({ selection: { anchor: from, head: place.to }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
  view.focus();
}
