// Keys of the whole window: single strokes, "g" and a letter, and Esc for whatever is on top. Never while typing.
import { useEffect } from 'react';
import { createStrokes } from './strokes.ts';

export interface Shortcut {
  /** "g n", "?", "mod+k". */
  readonly keys: string;
  readonly run: () => void;
}

const strokes = createStrokes();
const escapes: (() => void)[] = [];

/** Where a key was pressed, also inside an editor that has a tree of its own. */
const pressedAt = (event: KeyboardEvent): EventTarget | null => event.composedPath()[0] ?? event.target;

export function isTyping(event: KeyboardEvent): boolean {
  const target = pressedAt(event);
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select') !== null;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  if (event.key === 'Escape' && !isTyping(event)) {
    escapes.at(-1)?.();
    return;
  }
  const inDialog =
    event.target instanceof Element && event.target.closest('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null;
  const run = strokes.press(event, isTyping(event) || inDialog);
  if (run === null) return;
  event.preventDefault();
  run();
}

window.addEventListener('keydown', onKey);

export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => strokes.add(shortcuts), [shortcuts]);
}

/** While `active`, Esc calls this, unless something opened later is on top. */
export function useEscape(close: () => void, active: boolean): void {
  useEffect(() => {
    if (!active) return undefined;
    escapes.push(close);
    return () => {
      const at = escapes.lastIndexOf(close);
      if (at >= 0) escapes.splice(at, 1);
    };
  }, [close, active]);
}
