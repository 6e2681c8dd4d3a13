import { ArrowDown, Clock, Copy, Download, WrapText } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { t } from '#renderer/texts/current.ts';
import { Button, IconButton } from '#renderer/kit/Button.tsx';
import { copyText, saveText } from '#renderer/kit/clipboard.ts';
import { cx } from '#renderer/kit/cx.ts';
import { formatClock, formatInstant } from '#renderer/kit/format.ts';
import { toast } from '#renderer/kit/toast-store.ts';
import { stripAnsi } from './ansi.ts';
import { LogFilter } from './log-lines.ts';
import type { LogLines, LogRow } from './log-lines.ts';
import { LogText } from './LogText.tsx';
import styles from './LogView.module.css';
import { useFollow } from './use-follow.ts';

export interface LogViewProps<L extends LogRow> {
  readonly label: string;
  readonly lines: LogLines<L>;
  /** Which lines; stable (useMemo or useCallback). */
  readonly keep: (line: L) => boolean;
  /** What stands left of the search: whose log this is. */
  readonly title?: ReactNode;
  readonly showSource?: boolean | undefined;
  /** Used for the name of the downloaded file. */
  readonly fileName: string;
  /** All lines, also those the window has let go; left out, what is shown is saved. */
  readonly loadAll?: (() => Promise<string>) | undefined;
  readonly empty?: ReactNode;
}

export const asText = (line: LogRow): string => `${new Date(line.at).toISOString()} ${line.source} ${stripAnsi(line.text)}`;

export function LogView<L extends LogRow>(props: LogViewProps<L>) {
  const { label, lines, keep, title, showSource = false, fileName, loadAll, empty = t.kit.log.empty } = props;
  const [search, setSearch] = useState('');
  const [wrap, setWrap] = useState(true);
  const [times, setTimes] = useState(false);
  useSyncExternalStore(lines.subscribe, lines.getVersion);
  const needle = search.trim().toLowerCase();
  const filter = useMemo(() => new LogFilter<L>(keep, needle), [keep, needle]);
  const rows = filter.read(lines);
  const text = (): string => rows.map(asText).join('\n');
  const save = (): void =>
    void (loadAll === undefined ? Promise.resolve(text()) : loadAll()).then((all) => saveText(`${fileName}.log`, all));

  return (
    <section className={styles.log} aria-label={label}>
      <div className={styles.bar}>
        <div className={styles.title}>{title}</div>
        <input
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          placeholder={t.kit.log.search}
          aria-label={t.kit.log.search}
          className={styles.search}
        />
        {needle !== '' && <span className={styles.count}>{t.kit.log.matches(rows.length)}</span>}
        <IconButton small label={t.kit.log.times} icon={<Clock size={14} />} pressed={times} onPress={() => setTimes(!times)} />
        <IconButton small label={t.kit.log.wrap} icon={<WrapText size={14} />} pressed={wrap} onPress={() => setWrap(!wrap)} />
        <IconButton
          small
          label={t.kit.log.copyAll}
          icon={<Copy size={14} />}
          onPress={() => void copyText(text()).then((done) => done && toast(t.kit.copied))}
        />
        <IconButton small label={t.kit.log.download} icon={<Download size={14} />} onPress={save} />
      </div>
      {lines.dropped > 0 && <p className={styles.dropped}>{t.kit.log.older(lines.dropped)}</p>}
      {rows.length === 0 ? (
        <div className={styles.empty}>{needle === '' ? empty : t.kit.log.noMatch}</div>
      ) : (
        <Lines key={`${wrap}`} {...{ rows, wrap, times, showSource, label }} search={needle} />
      )}
    </section>
  );
}

interface LinesProps {
  readonly rows: readonly LogRow[];
  readonly wrap: boolean;
  readonly times: boolean;
  readonly showSource: boolean;
  readonly search: string;
  readonly label: string;
}

const lineHeight = 20;

function Lines({ rows, wrap, times, showSource, search, label }: LinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => rows[index]?.seq ?? index,
    overscan: 16,
  });
  const follow = useFollow(scroller, rows.at(-1)?.seq ?? -1);
  const height = virtual.getTotalSize();
  useEffect(() => {
    if (follow.on) virtual.scrollToIndex(rows.length - 1, { align: 'end' });
  }, [follow.on, rows, height, virtual]);
  const missed = follow.on ? 0 : rows.length - 1 - rows.findLastIndex((row) => row.seq <= follow.seen);
  return (
    <div className={styles.frame}>
      <div ref={scroller} className={styles.scroller} onScroll={follow.onScroll} tabIndex={0} role="log" aria-live="off" aria-label={label}>
        <div className={styles.canvas} style={{ height }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <div
                key={item.key}
                ref={wrap ? virtual.measureElement : undefined}
                data-index={item.index}
                className={cx(styles.line, styles[row.stream], wrap && styles.wrapped)}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {times && (
                  <time className={styles.time} title={formatInstant(row.at)}>
                    {formatClock(row.at)}
                  </time>
                )}
                {showSource && <span className={styles.source}>{row.source}</span>}
                <span className={styles.text}>
                  <LogText text={row.text} search={search} />
                </span>
              </div>
            );
          })}
        </div>
      </div>
      {!follow.on && (
        <div className={styles.more}>
          <Button small icon={<ArrowDown size={14} />} onPress={follow.resume}>
            {missed > 0 ? t.kit.log.newLines(missed) : t.kit.log.follow}
          </Button>
        </div>
      )}
    </div>
  );
}
