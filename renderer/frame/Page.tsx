import type { ReactNode } from 'react';
import styles from './Page.module.css';

export interface PageProps {
  readonly children: ReactNode;
}

/** A page that scrolls as a whole. */
export function Page({ children }: PageProps) {
  return <div className={styles.page}>{children}</div>;
}

export interface PageHeadProps {
  readonly title: string;
  /** How this place stands, in one sentence. */
  readonly sentence?: ReactNode;
  readonly actions?: ReactNode;
}

export function PageHead({ title, sentence, actions }: PageHeadProps) {
  return (
    <header className={styles.head}>
      <div>
        <h1>{title}</h1>
        {sentence !== undefined && <p className={styles.sentence}>{sentence}</p>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}

/** A list that fills the page, with a drawer beside it. */
export function ListPage({
  head,
  children,
  drawer,
}: {
  readonly head: ReactNode;
  readonly children: ReactNode;
  readonly drawer?: ReactNode;
}) {
  return (
    <div className={styles.list}>
      <div className={styles.listColumn}>
        {head}
        {children}
      </div>
      {drawer}
    </div>
  );
}
