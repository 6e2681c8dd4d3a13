import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import styles from './grid.module.css';

/** How an edit ended: with what is to be kept, or nothing; and with which key, that the cursor goes on from there. */
export interface EditEnd {
  readonly text: string | null;
  readonly key: 'Enter' | 'Tab' | 'Escape' | 'blur';
  readonly shift: boolean;
}

export type EditBegins = 'at-end' | 'selected';

export interface CellEditorProps {
  readonly label: string;
  readonly text: string;
  /** Where typing goes on; what is selected is typed over. Without it at the end, as in a spreadsheet. */
  readonly begins?: EditBegins | undefined;
  /** Id of a datalist. */
  readonly list?: string | undefined;
  /** Each text that it comes to hold. */
  readonly onType: (text: string) => void;
  readonly onEnd: (end: EditEnd) => void;
}

/** One line in a cell. Enter and Tab keep what was typed and go on, Escape does not. */
export function CellEditor({ label, text, begins = 'at-end', list, onType, onEnd }: CellEditorProps) {
  const field = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  const start = useRef(begins);
  useEffect(() => {
    const input = field.current;
    input?.focus();
    input?.setSelectionRange(start.current === 'selected' ? 0 : input.value.length, input.value.length);
  }, []);
  const end = (how: EditEnd): void => {
    if (isOver.current) return;
    isOver.current = true;
    onEnd(how);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const { key, shiftKey: shift } = event;
    // What opens something else, such as the palette, takes the focus, and this ends with it.
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    // Enter may be what ends a composed character.
    if (event.nativeEvent.isComposing) return;
    if (key !== 'Enter' && key !== 'Tab' && key !== 'Escape') return;
    event.preventDefault();
    end({ text: key === 'Escape' ? null : event.currentTarget.value, key, shift });
  };
  return (
    <input
      ref={field}
      className={styles.editor}
      aria-label={label}
      defaultValue={text}
      list={list}
      spellCheck={false}
      autoComplete="off"
      onInput={(event) => onType(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={(event) => end({ text: event.currentTarget.value, key: 'blur', shift: false })}
    />
  );
}
