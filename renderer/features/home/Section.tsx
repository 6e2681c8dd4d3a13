import { useId } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import styles from './home.module.css';

export interface SectionProps {
  readonly title: string;
  readonly more?: { readonly to: string; readonly words: string } | undefined;
  readonly children: ReactNode;
}

export function Section({ title, more, children }: SectionProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={styles.part}>
      <header className={styles.partHead}>
        <h2 id={heading}>{title}</h2>
        {more !== undefined && (
          <Link to={more.to} className={styles.quietLink}>
            {more.words}
          </Link>
        )}
      </header>
      {children}
    </section>
  );
}
