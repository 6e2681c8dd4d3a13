import { t } from '#renderer/texts/current.ts';
import styles from './Frame.module.css';
import { HearthMark } from './HearthMark.tsx';

/** Shown instead of everything while this window may see nothing. */
export function SignedOut() {
  const words = t.faults.signedOut;
  return (
    <main className={styles.signedOut}>
      <HearthMark size={40} />
      <h1>{words.what}</h1>
      <p>{words.why}</p>
      <p>{words.todo}</p>
    </main>
  );
}
