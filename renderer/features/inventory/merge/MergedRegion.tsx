import { memo, useState } from 'react';
import type { MergeRegion } from '#contract/inventory/versions.ts';
import { t } from '#renderer/texts/current.ts';
import { Lines } from './Lines.tsx';
import styles from './merge.module.css';

const words = t.inventory.merge;
const context = 3;
/** Fewer are not worth a click. */
const leastFolded = 4;

interface SameProps {
  readonly lines: readonly string[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** What neither side has changed: only what stands next to a change is shown at first. */
export const SameRegion = memo(function SameRegion({ lines, isFirst, isLast }: SameProps) {
  const [isOpen, setOpen] = useState(false);
  const head = isFirst ? 0 : context;
  const tail = isLast ? 0 : context;
  const folded = lines.length - head - tail;
  if (isOpen || folded < leastFolded) return <Lines lines={lines} />;
  return (
    <>
      {head > 0 && <Lines lines={lines.slice(0, head)} />}
      <button type="button" className={styles.folded} aria-label={words.show(folded)} onClick={() => setOpen(true)}>
        {words.unchanged(folded)}
      </button>
      {tail > 0 && <Lines lines={lines.slice(-tail)} />}
    </>
  );
});

/** What one side has changed and the other has not. */
export const MergedRegion = memo(function MergedRegion({ region }: { readonly region: Extract<MergeRegion, { kind: 'mine' | 'theirs' }> }) {
  const { kind, base, lines } = region;
  return (
    <div className={styles.merged} data-side={kind} role="group" aria-label={kind === 'mine' ? words.mergedMine : words.mergedTheirs}>
      <span className={styles.side} title={kind === 'mine' ? words.mergedMine : words.mergedTheirs}>
        {kind === 'mine' ? words.mine : words.theirs}
      </span>
      {base.length > 0 && (
        <del>
          <Lines lines={base} />
        </del>
      )}
      {lines.length > 0 && (
        <ins>
          <Lines lines={lines} before={base} />
        </ins>
      )}
    </div>
  );
});
