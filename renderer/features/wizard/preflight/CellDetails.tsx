import type { ReactNode } from 'react';
import type { PreflightCell } from '#contract/nodes.ts';
import { cx } from '#renderer/kit/cx.ts';
import { Identifier } from '#renderer/kit/CopyButton.tsx';
import { visible } from '#renderer/kit/format.ts';
import { Prose } from '#renderer/kit/Prose.tsx';
import { t } from '#renderer/texts/current.ts';
import { CellSign } from './CellSign.tsx';
import { Mending } from './Mending.tsx';
import styles from './Preflight.module.css';

const words = t.wizard.preflight;

/** What was found, what is wanted, why, and what to do about it. */
export function CellDetails({ cell, nodeName }: { readonly cell: PreflightCell; readonly nodeName: string }) {
  const passed = cell.state === 'pass';
  return (
    <section className={styles.details} aria-label={words.details}>
      <h2>
        {visible(cell.title)} <span className={styles.on}>{nodeName}</span>
      </h2>
      <p className={cx(styles.verdict, styles[cell.state])}>
        <CellSign state={cell.state} /> {words.states[cell.state]}
      </p>
      <dl>
        {cell.found !== '' && <Fact name={words.found}>{visible(cell.found)}</Fact>}
        {cell.wanted !== '' && <Fact name={words.wanted}>{visible(cell.wanted)}</Fact>}
        {!passed && cell.reason !== '' && <Fact name={words.reason}>{visible(cell.reason)}</Fact>}
        {!passed && cell.remedy !== '' && (
          <Fact name={words.remedy} strong>
            <Prose text={cell.remedy} />
          </Fact>
        )}
        {cell.command !== '' && (
          <Fact name={words.command}>
            <Identifier text={visible(cell.command)} what={t.kit.command} />
          </Fact>
        )}
      </dl>
      {cell.fix !== null && <Mending key={`${cell.nodeId}/${cell.check}`} cell={cell} fix={cell.fix} />}
    </section>
  );
}

function Fact({ name, children, strong = false }: { readonly name: string; readonly children: ReactNode; readonly strong?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={strong ? styles.strong : undefined}>{children}</dd>
    </div>
  );
}
