import type { DocumentDifference } from '#contract/inventory/document.ts';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import styles from '../inventory.module.css';

const mostShown = 200;

interface DifferenceListProps {
  readonly title: string;
  readonly differences: readonly DocumentDifference[];
}

/** What differs, in words. */
export function DifferenceList({ title, differences }: DifferenceListProps) {
  return (
    <section>
      <h3 className={styles.listTitle}>{title}</h3>
      <div role="group" aria-label={title} tabIndex={0} className={styles.differences}>
        <ul>
          {differences.slice(0, mostShown).map((one) => (
            <li key={JSON.stringify([one.path, one.kind])} data-kind={one.kind}>
              {visible(one.sentence)}
            </li>
          ))}
        </ul>
        {differences.length > mostShown && <p>{t.inventory.versions.more(differences.length - mostShown)}</p>}
      </div>
    </section>
  );
}
