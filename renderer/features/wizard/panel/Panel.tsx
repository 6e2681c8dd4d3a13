import { t } from '#renderer/texts/current.ts';
import { useWizard } from '../wizard-context.ts';
import { PlatformDrawing } from './PlatformDrawing.tsx';
import styles from './Panel.module.css';

const words = t.wizard;

/** Why it is asked, what is done with it, and the platform as it stands. */
export function Panel() {
  const { page, content, run } = useWizard();
  const why = content.distribution === 'existing' ? words.whyExisting[page] : words.why[page];
  const next = page === 'distribution' && run != null ? words.whyBuilt : why.next;
  const [whyTitle, nextTitle] =
    page === 'review' || page === 'run' || page === 'finish' ? words.titles[page] : [words.whyTitle, words.nextTitle];
  return (
    <aside className={styles.panel} aria-label={words.panel}>
      <section className={styles.part}>
        <h2>{whyTitle}</h2>
        <p>{why.why}</p>
      </section>
      <section className={styles.part}>
        <h2>{nextTitle}</h2>
        <p>{next}</p>
      </section>
      <section className={styles.drawing}>
        <h2>{words.drawingTitle}</h2>
        <PlatformDrawing />
      </section>
    </aside>
  );
}
