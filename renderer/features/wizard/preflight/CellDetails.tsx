import type { PreflightCell } from '#contract/nodes.ts';
import { cx } from '#renderer/kit/cx.ts';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { CellSign } from './CellSign.tsx';
import styles from './Preflight.module.css';

const words = t.wizard.preflight;

/** What was found, what is wanted, why, and what to do about it. */
export function CellDetails({ cell, nodeName }: { readonly cell: PreflightCell | null; readonly nodeName: string }) {
  return (
    <section className={cx(cell !== null && styles.details)} aria-label={words.details} aria-live="polite">
      {cell !== null && (
        <>
          <h2>
            {visible(cell.title)} <span className={styles.on}>{nodeName}</span>
          </h2>
          <p className={cx(styles.verdict, styles[cell.state])}>
            <CellSign state={cell.state} /> {words.states[cell.state]}
          </p>
          <dl>
            <Fact name={words.found} text={cell.found} />
            <Fact name={words.wanted} text={cell.wanted} />
            {cell.state !== 'pass' && <Fact name={words.reason} text={cell.reason} />}
            {cell.state !== 'pass' && <Fact name={words.remedy} text={cell.remedy} strong />}
          </dl>
        </>
      )}
    </section>
  );
}

function Fact({ name, text, strong = false }: { readonly name: string; readonly text: string; readonly strong?: boolean }) {
  if (text === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd className={strong ? styles.strong : undefined}>{visible(text)}</dd>
    </div>
  );
}
