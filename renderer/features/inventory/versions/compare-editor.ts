// Two texts side by side, or as one with both; in a shadow root as the YAML editor, for the same content policy.
import { yaml } from '@codemirror/lang-yaml';
import { getChunks, goToNextChunk, goToPreviousChunk, MergeView, unifiedMergeView } from '@codemirror/merge';
import type { MergeConfig } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightSpecialChars, lineNumbers } from '@codemirror/view';
import { t } from '#renderer/texts/current.ts';
import { reading } from '../yaml/editor.ts';
import { look } from '../yaml/theme.ts';

const words = t.inventory.versions;

export interface ComparedText {
  readonly text: string;
  readonly label: string;
}
export interface Compared {
  readonly from: ComparedText;
  readonly to: ComparedText;
}
export interface CompareEditor {
  /** Shows the next or the previous difference; false where there is none. */
  step(by: 1 | -1): void;
  destroy(): void;
}

const colours = EditorView.theme({
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--failed-wash)' },
  '&.cm-merge-b .cm-changedLine, .cm-inlineChangedLine': { backgroundColor: 'var(--ready-wash)' },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': {
    background: 'oklch(from var(--failed) l c h / 0.22)',
    textDecoration: 'none',
    borderRadius: '2px',
  },
  '&.cm-merge-b .cm-changedText': { background: 'oklch(from var(--ready) l c h / 0.24)', borderRadius: '2px' },
  // On a coloured ground the colours of the language would be hard to read.
  '.cm-changedText *, .cm-deletedChunk .cm-deletedText *': { color: 'var(--text)' },
  '.cm-deletedChunk': { paddingLeft: '6px' },
  '&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter': { background: 'var(--failed)' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--ready)' },
  '.cm-collapsedLines': {
    background: 'var(--sunken)',
    color: 'var(--text-2)',
    padding: '3px 12px',
    fontFamily: 'var(--font)',
    fontSize: 'var(--small)',
    cursor: 'default',
  },
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: 'none' },
  '.cm-collapsedLines:hover': { color: 'var(--text)', background: 'var(--press)' },
  '.cm-content': { padding: '8px 0' },
});

const extensions = (label: string): Extension => [
  EditorState.lineSeparator.of('\n'),
  EditorState.phrases.of(words.phrases),
  lineNumbers(),
  highlightSpecialChars(),
  drawSelection(),
  EditorView.lineWrapping,
  yaml(),
  reading,
  look,
  colours,
  EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', spellcheck: 'false' }),
];

const shared = {
  collapseUnchanged: { margin: 3, minSize: 6 },
  diffConfig: { scanLimit: 1_000, timeout: 300 },
  gutter: true,
} satisfies MergeConfig;

const rootOf = (host: HTMLElement): ShadowRoot => host.shadowRoot ?? host.attachShadow({ mode: 'open' });

function stepIn(view: EditorView, by: 1 | -1): void {
  if ((getChunks(view.state)?.chunks.length ?? 0) === 0) return;
  const { state } = view;
  (by === 1 ? goToNextChunk : goToPreviousChunk)({ state, dispatch: (transaction) => view.dispatch(transaction) });
  view.focus();
}

export function openSideBySide(host: HTMLElement, { from, to }: Compared): CompareEditor {
  const root = rootOf(host);
  const merge = new MergeView({
    a: { doc: from.text, extensions: extensions(from.label) },
    b: { doc: to.text, extensions: extensions(to.label) },
    root,
    parent: root,
    ...shared,
  });
  merge.dom.style.height = '100%';
  merge.dom.style.overflow = 'auto';
  return { step: (by) => stepIn(merge.b, by), destroy: () => merge.destroy() };
}

export function openUnified(host: HTMLElement, { from, to }: Compared): CompareEditor {
  const root = rootOf(host);
  const unified = unifiedMergeView({ original: from.text, mergeControls: false, ...shared });
  const state = EditorState.create({ doc: to.text, extensions: [extensions(to.label), unified] });
  const view = new EditorView({ state, root, parent: root });
  return { step: (by) => stepIn(view, by), destroy: () => view.destroy() };
}
