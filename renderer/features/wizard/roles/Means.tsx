import type { PlatformContent } from '#contract/platforms.ts';
import { t } from '#renderer/texts/current.ts';
import { meaningOf, type Meaning } from '../model/topology.ts';
import styles from './Roles.module.css';

const words = t.wizard.roles.means;

function podsOf({ open, closed }: Meaning): string {
  if (closed.length === 0) return words.podsEverywhere(open.length);
  return open.length === 0 ? words.podsNowhere : words.podsOn({ open, closed });
}

function sentencesOf(meaning: Meaning): readonly string[] {
  const { controls, mayStop, workers, gpus } = meaning;
  const [first = '', ...further] = controls;
  return [
    mayStop === 0 ? words.failsAlone(first) : words.failsTogether({ names: controls, mayStop }),
    podsOf(meaning),
    ...(gpus.length === 0 ? [] : [words.gpus(gpus)]),
    words.order({ first, further, workers }),
  ];
}

/** What may fail, where pods run, and what joins in which order; nothing while the choice is not sound. */
export function Means({ content }: { readonly content: PlatformContent }) {
  const meaning = meaningOf(content);
  return (
    <section className={styles.means} aria-label={words.title} aria-live="polite">
      {meaning !== null && (
        <>
          <h2>{words.title}</h2>
          <ul>
            {sentencesOf(meaning).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
