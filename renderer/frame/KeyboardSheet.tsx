import { Dialog } from '#renderer/kit/Dialog.tsx';
import { KeyHint } from '#renderer/kit/KeyHint.tsx';
import { t } from '#renderer/texts/current.ts';
import styles from './KeyboardSheet.module.css';
import type { Place } from './places.ts';

interface Line {
  readonly keys: string;
  readonly what: string;
}
interface Group {
  readonly title: string;
  readonly lines: readonly Line[];
}

const words = t.frame.keyboard;

export function keyboardGroups(places: readonly Place[]): readonly Group[] {
  return [
    { title: words.groups.go, lines: places.map((place) => ({ keys: `g ${place.letter}`, what: place.title })) },
    {
      title: words.groups.window,
      lines: [
        { keys: 'mod+k', what: words.palette },
        { keys: '?', what: words.sheet },
        { keys: 't', what: words.tasks },
        { keys: '[', what: words.rail },
        { keys: 'mod+j', what: words.theme },
        { keys: 'esc', what: words.escape },
      ],
    },
    {
      title: words.groups.table,
      lines: [
        { keys: '/', what: words.filter },
        { keys: 'j k', what: words.rows },
        { keys: 'enter', what: words.open },
        { keys: 'space', what: words.mark },
        { keys: 'shift+down', what: words.range },
        { keys: 'm', what: words.menu },
      ],
    },
    {
      title: words.groups.log,
      lines: [
        { keys: 'up down', what: words.cells },
        { keys: 'enter', what: words.readLog },
      ],
    },
  ];
}

interface KeyboardListProps {
  readonly places: readonly Place[];
  /** The level of its headings, below what stands above it. */
  readonly level?: 2 | 3;
}

export function KeyboardList({ places, level = 2 }: KeyboardListProps) {
  const Title = level === 2 ? 'h2' : 'h3';
  return (
    <div className={styles.groups}>
      {keyboardGroups(places).map((group) => (
        <section key={group.title}>
          <Title>{group.title}</Title>
          <dl className={styles.list}>
            {group.lines.map((line) => (
              <div key={line.what}>
                <dt>{line.what}</dt>
                <dd>
                  <KeyHint keys={line.keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

export function KeyboardSheet({ places, onClose }: { readonly places: readonly Place[]; readonly onClose: () => void }) {
  return (
    <Dialog title={words.title} isOpen onClose={onClose} wide>
      <KeyboardList places={places} level={3} />
    </Dialog>
  );
}
