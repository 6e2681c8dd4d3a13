import type { Drift } from '#contract/inventory/drift.ts';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import panel from '../panel.module.css';
import { besidesOf } from './besides-model.ts';
import styles from './changes.module.css';

const words = t.inventory.changes.besides;

/** What else the text says otherwise than when it was applied: nothing in it has to be closed. */
export function Besides({ drift }: { readonly drift: Drift }) {
  const besides = besidesOf(drift);
  if (besides.kind === 'nothing') return null;
  if (besides.kind === 'unknown') return <p className={styles.quiet}>{besides.reason}</p>;
  const { title, sentences, rest } = besides;
  return (
    <section className={panel.section} aria-label={title}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        <span className={styles.quiet}>{words.effect}</span>
      </div>
      <ul className={styles.besides} aria-label={title}>
        {sentences.map(({ key, sentence }) => (
          <li key={key}>{visible(sentence)}</li>
        ))}
      </ul>
      {rest !== '' && <p className={styles.quiet}>{rest}</p>}
    </section>
  );
}
