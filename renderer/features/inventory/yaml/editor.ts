// CodeMirror in a shadow root: there its styles are constructed sheets, which a policy without inline styles allows.
import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { lintGutter } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, Prec } from '@codemirror/state';
import type { Extension, Text } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { t } from '#renderer/texts/current.ts';
import type { Offers } from '../model/completions.ts';
import { look } from './theme.ts';

const words = t.inventory.editor;

/** For two seconds after Escape, Tab leaves the editor; also when Escape ends a selection or a search. */
const leaving: Extension = Prec.highest(
  keymap.of([
    {
      key: 'Escape',
      run(view) {
        view.setTabFocusMode(2_000);
        return false;
      },
    },
  ]),
);

const always: Extension = [
  // A CR stays a character, so that places mean the same here and in the engine.
  EditorState.lineSeparator.of('\n'),
  lineNumbers(),
  highlightSpecialChars(),
  codeFolding(),
  foldGutter(),
  drawSelection(),
  dropCursor(),
  EditorState.allowMultipleSelections.of(true),
  bracketMatching(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  highlightSelectionMatches(),
  search({ top: true }),
  EditorState.phrases.of(words.phrases),
  yaml(),
  look,
  EditorView.contentAttributes.of({ 'aria-label': words.label, 'aria-description': words.help, spellcheck: 'false', tabindex: '0' }),
  leaving,
];

export function completion(offersAt: (doc: Text, position: number) => Offers | null): Extension {
  const source = ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const found = offersAt(state.doc, pos);
    if (found === null || (!explicit && !found.isEager && found.from === pos)) return null;
    const options = found.offers.map(({ label, insert, detail, info }) => ({
      label,
      apply: insert ?? label,
      ...(detail === undefined ? {} : { detail }),
      ...(info === undefined ? {} : { info }),
    }));
    return { from: found.from, options, validFor: /^[\w.-]*$/ };
  };
  return [autocompletion({ override: [source], icons: false, maxRenderedOptions: 60 }), keymap.of(completionKeymap)];
}

export const editing: Extension = [
  indentOnInput(),
  lintGutter(),
  keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap, indentWithTab]),
];
export const reading: Extension = [EditorState.readOnly.of(true), keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap])];

/** One editor for as long as `host` shows it; call what is returned to take it away. */
export function openEditor(host: HTMLElement, doc: Text | string, extensions: Extension): EditorView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const state = EditorState.create({ doc, extensions: [extensions, always] });
  return new EditorView({ state, root, parent: root });
}
