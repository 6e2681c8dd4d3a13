// Keys of the whole place: undo and redo where nobody types, and the way from issue to issue.
import { useEffect } from 'react';
import { isTyping } from '#renderer/frame/shortcuts.ts';
import { stepOf } from './undo.ts';

export interface PageKeys {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly nextIssue: (step: 1 | -1) => void;
}

type Act = 'undo' | 'redo' | 'next' | 'previous';

function actOf(event: KeyboardEvent): Act | null {
  if (event.key === 'F8') return event.shiftKey ? 'previous' : 'next';
  return isTyping(event) ? null : stepOf(event);
}

const inDialog = (event: KeyboardEvent): boolean => event.target instanceof Element && event.target.closest('[role=dialog]') !== null;

export function usePageKeys({ undo, redo, nextIssue }: PageKeys): void {
  useEffect(() => {
    const acts: Readonly<Record<Act, () => void>> = { undo, redo, next: () => nextIssue(1), previous: () => nextIssue(-1) };
    const onKey = (event: KeyboardEvent): void => {
      const act = event.defaultPrevented || inDialog(event) ? null : actOf(event);
      if (act === null) return;
      event.preventDefault();
      acts[act]();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [undo, redo, nextIssue]);
}
