import { Search as SearchIcon, Square } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Button } from '#renderer/kit/Button.tsx';
import type { Search, SearchState } from '../model/search.ts';
import styles from './FindMachines.module.css';

export interface FindMachinesStartProps {
  readonly search: Search;
  readonly found: SearchState;
  readonly words: { readonly start: string; readonly again: string; readonly stop: string };
  readonly onStart: () => void;
  /** Where the search stands, in one sentence. */
  readonly sentence: string;
  /** Seen instead of the sentence while it runs. */
  readonly progress?: ReactNode;
}

/** The second click of a double click is not meant for the button that the first one made of it. */
const doubleClickMs = 500;

/** One button that starts, stops and starts again, so that the focus stays where it is; beside it, how far things are. */
export function FindMachinesStart({ search, found, words, onStart, sentence, progress }: FindMachinesStartProps) {
  const running = found.phase === 'running';
  const startedAt = useRef(Number.NEGATIVE_INFINITY);
  const start = (): void => {
    startedAt.current = performance.now();
    onStart();
  };
  const stop = (): void => {
    if (performance.now() - startedAt.current > doubleClickMs) search.stop();
  };
  const label = found.phase === 'idle' ? words.start : words.again;
  const shown = running ? progress : undefined;
  return (
    <div className={styles.start}>
      <Button
        look={running || found.machines.length > 0 ? 'plain' : 'primary'}
        icon={running ? <Square size={14} /> : <SearchIcon size={14} />}
        onPress={running ? stop : start}
      >
        {running ? words.stop : label}
      </Button>
      {shown}
      <p role="status" className={shown === undefined ? styles.quiet : 'visually-hidden'}>
        {sentence}
      </p>
    </div>
  );
}
