// The editor in the colours and letters of the window. Its rules live in the sheet of its shadow root, which the content policy allows.
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const highlighting = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: 'var(--text)', fontWeight: '550' },
  { tag: [tags.string, tags.content, tags.attributeValue], color: 'var(--working)' },
  { tag: tags.lineComment, color: 'var(--text-3)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.labelName, tags.keyword], color: 'var(--text-2)', fontWeight: '550' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace, tags.meta], color: 'var(--text-2)' },
]);

const wave = (color: string) => ({
  backgroundImage: 'none',
  textDecoration: `underline wavy ${color}`,
  textDecorationThickness: '1px',
  textUnderlineOffset: '3px',
  paddingBottom: '0',
});
const marker = (shape: string, color: string) => ({ content: 'normal', color, '&::before': { content: `"${shape}"` } });

/** Weaker than that of the rest of the window: what is selected here is coloured itself. */
const selection = 'oklch(from var(--ember) l c h / 0.22)';

const theme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: 'var(--size)' },
  // Inside the editor and above all in it: an outline would be cut off, or be covered by the numbers of the lines.
  '&.cm-focused': { outline: 'none' },
  '&.cm-focused::after': {
    content: '""',
    position: 'absolute',
    inset: '0',
    zIndex: '400',
    border: '2px solid var(--ember)',
    pointerEvents: 'none',
  },
  '.cm-scroller': {
    fontFamily: 'var(--mono)',
    // What is read here is read sign by sign.
    fontVariantLigatures: 'none',
    lineHeight: '1.6',
    scrollbarWidth: 'thin',
    scrollbarColor: 'var(--line-strong) transparent',
  },
  '.cm-content': { caretColor: 'var(--ember)', padding: '8px 0 40px' },
  '.cm-line': { padding: '0 12px 0 6px' },
  '.cm-cursor': { borderLeftColor: 'var(--ember)', borderLeftWidth: '2px' },
  '.cm-selectionBackground': { backgroundColor: selection },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: selection },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--text-3)', border: '0', paddingLeft: '4px' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '32px', padding: '0 6px 0 0', fontVariantNumeric: 'tabular-nums' },
  '.cm-foldGutter .cm-gutterElement': { cursor: 'pointer', padding: '0 4px', color: 'var(--text-3)' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--press)',
    border: '0',
    color: 'var(--text-2)',
    borderRadius: '4px',
    padding: '0 6px',
    margin: '0 4px',
  },
  '.cm-matchingBracket': { backgroundColor: 'var(--ember-wash)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--ember-wash)' },
  '.cm-searchMatch': { backgroundColor: 'var(--mark)', color: 'inherit' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--ember-line)' },
  '.cm-specialChar': { color: 'var(--failed)' },
  '.cm-lintRange-error': wave('var(--failed)'),
  '.cm-lintRange-warning': wave('var(--attention)'),
  '.cm-lintRange-hint': wave('var(--off)'),
  '.cm-lintRange-active': { backgroundColor: 'var(--attention-wash)' },
  '.cm-gutter-lint': { width: '18px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0' },
  '.cm-lint-marker': { width: '14px', height: 'auto', fontSize: '11px', textAlign: 'center', cursor: 'default' },
  '.cm-lint-marker-error': marker('✕', 'var(--failed)'),
  '.cm-lint-marker-warning': marker('▲', 'var(--attention)'),
  '.cm-lint-marker-info, .cm-lint-marker-hint': marker('○', 'var(--off)'),
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--text)',
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius)',
    boxShadow: 'var(--shadow)',
    fontFamily: 'var(--font)',
    fontSize: 'var(--small)',
    lineHeight: '18px',
    maxWidth: '460px',
    zIndex: '30',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '260px', minWidth: '260px', scrollbarWidth: 'thin' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px', lineHeight: '20px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--ember-wash)', color: 'var(--text)' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--ember-text)', fontWeight: '600' },
  '.cm-completionDetail': { fontFamily: 'var(--font)', fontStyle: 'normal', color: 'var(--text-3)', marginLeft: '12px' },
  '.cm-completionInfo': { padding: '8px 12px', maxWidth: '320px' },
  '.cm-diagnostic': { padding: '8px 12px', borderLeft: '0', marginLeft: '0', whiteSpace: 'normal' },
  '.cm-diagnostic + .cm-diagnostic': { borderTop: '1px solid var(--line)' },
  '.cm-diagnosticAction': {
    margin: '8px 8px 0 0',
    padding: '2px 10px',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--raised)',
    color: 'var(--text)',
    font: '500 var(--small) / 20px var(--font)',
  },
  '.cm-diagnosticAction:hover': { backgroundColor: 'var(--sunken)' },
  '.issue-remedy, .about-quiet': { color: 'var(--text-2)' },
  '.about': { padding: '8px 12px', display: 'flex', flexDirection: 'column', gap: '2px' },
  '.about code': { fontFamily: 'var(--mono)' },
  '.about-title': { fontWeight: '600' },
  '.about-row': { display: 'flex', gap: '8px' },
  '.about-row > span:first-child': { color: 'var(--text-3)', minWidth: '84px' },
  '.cm-panels': {
    backgroundColor: 'var(--sunken)',
    color: 'var(--text)',
    border: '0',
    fontFamily: 'var(--font)',
    fontSize: 'var(--small)',
  },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '8px 32px 8px 12px', display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px' },
  '.cm-panel.cm-search br': { display: 'none' },
  '.cm-panel.cm-search label': { display: 'inline-flex', alignItems: 'center', gap: '4px', fontSize: 'var(--small)', margin: '0 4px' },
  '.cm-textfield': {
    margin: '0',
    padding: '3px 8px',
    border: '1px solid var(--field-line)',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--raised)',
    color: 'var(--text)',
    font: '400 var(--small) / 20px var(--font)',
  },
  '.cm-textfield:focus-visible': { borderColor: 'var(--ember)', outline: '1px solid var(--ember)' },
  '.cm-button': {
    margin: '0',
    padding: '2px 10px',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    background: 'var(--raised)',
    color: 'var(--text)',
    font: '500 var(--small) / 20px var(--font)',
  },
  '.cm-button:hover': { background: 'var(--sunken)' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--text-2)', top: '8px', right: '10px', fontSize: '18px', cursor: 'default' },
  '.cm-panel.cm-search input[type=checkbox]': { accentColor: 'var(--ember)' },
});

export const look = [theme, syntaxHighlighting(highlighting)];
