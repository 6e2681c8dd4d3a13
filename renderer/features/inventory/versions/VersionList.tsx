import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Version } from '#contract/inventory/document.ts';
import type { DraftSummary } from '#contract/inventory/drafts.ts';
import { visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { isSameSide, versionSide } from './sides.ts';
import type { Side } from './sides.ts';
import styles from './versions.module.css';

const words = t.inventory.versions;
const usualHeight = 76;

interface VersionListProps {
  readonly versions: readonly Version[];
  readonly draft: DraftSummary;
  readonly from: Side | null;
  readonly to: Side;
  /** Compared with what was before it. */
  readonly onPick: (side: Side) => void;
  /** Compared with what is chosen already. */
  readonly onPickOther: (side: Side) => void;
  /** After the rows: more of them. */
  readonly children: ReactNode;
}

/** A row of the list: a version, or null for the draft. */
type Listed = Version | null;

const sideOfRow = (row: Listed): Side => (row === null ? { kind: 'draft' } : versionSide(row.revision));

/** Only rows in sight are drawn. Arrow keys move from row to row, Enter chooses. */
export function VersionList({ versions, draft, from, to, onPick, onPickOther, children }: VersionListProps) {
  const help = useId();
  const rows: readonly Listed[] = draft.changed ? [null, ...versions] : versions;
  const chosen = rows.findIndex((row) => isSameSide(sideOfRow(row), to));
  const stop = Math.max(0, chosen);
  const { list, scroller, virtual, onKeyDown, setFocused } = useRows(rows.length, stop);
  const markOf = (side: Side): Mark => (isSameSide(side, to) ? 'to' : from !== null && isSameSide(side, from) ? 'from' : null);
  return (
    <div ref={scroller} className={styles.list}>
      <p id={help} className="visually-hidden">
        {words.help}
      </p>
      <ol ref={list} aria-label={words.list} aria-describedby={help} style={{ height: virtual.getTotalSize() }} onKeyDown={onKeyDown}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const side = sideOfRow(row);
          return (
            <li
              key={row?.revision ?? 'draft'}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className={styles.item}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Row
                title={row === null ? words.draftOf(visible(draft.name)) : words.version(row.revision)}
                at={row === null ? draft.changedAt : row.savedAt}
                isPresent={row?.revision === draft.savedRevision}
                mark={markOf(side)}
                isStop={index === stop}
                onFocus={() => setFocused(index)}
                onPress={(isOther) => (isOther ? onPickOther : onPick)(side)}
              >
                {row === null ? <span className={styles.quiet}>{words.draftRow(draft.baseRevision)}</span> : <AboutRow version={row} />}
              </Row>
            </li>
          );
        })}
      </ol>
      {children}
    </div>
  );
}

/** Rows by their index; the one with the focus and the one where Tab stops are always drawn. */
function useRows(count: number, stop: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const [focused, setFocused] = useState(-1);
  const wanted = useRef<number | null>(null);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const kept = [stop, focused].filter((index) => index >= 0 && index < count);
      return [...new Set([...defaultRangeExtractor(range), ...kept])].toSorted((a, b) => a - b);
    },
    [stop, focused, count],
  );
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    overscan: 6,
    rangeExtractor,
  });
  // A row far away is drawn first, then focused.
  useEffect(() => {
    if (wanted.current === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] > button`);
    if (row == null) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || focused < 0) return;
    const target = rowAt(event.key, focused, count);
    if (target < 0) return;
    event.preventDefault();
    wanted.current = target;
    setFocused(target);
    virtual.scrollToIndex(target, { align: 'auto' });
  };
  return { list, scroller, virtual, onKeyDown, setFocused };
}

function rowAt(key: string, at: number, count: number): number {
  if (key === 'ArrowDown' || key === 'j') return Math.min(count - 1, at + 1);
  if (key === 'ArrowUp' || key === 'k') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : -1;
}

function AboutRow({ version: { message, author, changes } }: { readonly version: Version }) {
  return (
    <>
      {message === '' ? (
        <span className={styles.quiet}>{words.noMessage}</span>
      ) : (
        <span className={styles.message}>{visible(message)}</span>
      )}
      <span className={styles.by}>
        {words.by(visible(author))}, {words.changes(changes)}
      </span>
    </>
  );
}

type Mark = 'from' | 'to' | null;

interface RowProps {
  readonly title: string;
  readonly at: number;
  readonly isPresent: boolean;
  readonly mark: Mark;
  /** Where Tab stops. */
  readonly isStop: boolean;
  readonly onFocus: () => void;
  readonly onPress: (isOther: boolean) => void;
  readonly children: ReactNode;
}

function Row({ title, at, isPresent, mark, isStop, onFocus, onPress, children }: RowProps) {
  return (
    <button
      type="button"
      className={styles.row}
      data-mark={mark ?? undefined}
      aria-current={mark === 'to' || undefined}
      tabIndex={isStop ? 0 : -1}
      onFocus={onFocus}
      onClick={(event) => onPress(event.shiftKey)}
    >
      <span className={styles.rowHead}>
        <strong>{title}</strong>
        {isPresent && <StatusMark status="ready" word={words.present} />}
        {mark !== null && <span className={styles.tag}>{mark === 'to' ? words.afterTag : words.beforeTag}</span>}
        <span className={styles.when}>
          <RelativeTime at={at} ago />
        </span>
      </span>
      {children}
    </button>
  );
}
