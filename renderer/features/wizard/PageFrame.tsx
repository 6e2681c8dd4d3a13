import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import { Button } from '#renderer/kit/Button.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { t } from '#renderer/texts/current.ts';
import { useKeptFocus } from './keep-focus.ts';
import { after, before } from './model/steps.ts';
import { SaveMark } from './SaveMark.tsx';
import { useWizard } from './wizard-context.ts';
import styles from './Wizard.module.css';

const words = t.wizard;
const noBlockers: readonly string[] = [];

export interface PageFrameProps {
  /** The state of this page in one sentence. */
  readonly lead: ReactNode;
  readonly children: ReactNode;
  /** Why one cannot go on yet; empty when one can. */
  readonly blockers?: readonly string[] | undefined;
  /** What to do instead of just going to the next page. */
  readonly onNext?: (() => void | Promise<void>) | undefined;
  readonly nextLabel?: string | undefined;
  readonly isPending?: boolean | undefined;
  /** Replaces the button that goes on. */
  readonly primary?: ReactNode;
  readonly heading?: string | undefined;
  /** Uses all the width, for tables. */
  readonly wide?: boolean | undefined;
}

/** Head, body and foot of every page of the wizard. */
export function PageFrame(props: PageFrameProps) {
  const { page } = useWizard();
  const { lead, children, heading = words.pages[page].heading, wide = false } = props;
  const title = useRef<HTMLHeadingElement>(null);
  const room = useRef<HTMLDivElement>(null);
  useKeptFocus(room, title);
  // A new page begins at its heading, for the eye at the top and for the keyboard alike. Each page mounts its own frame.
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <div ref={room} className={styles.scroll}>
        <div className={cx(styles.page, wide && styles.wide)}>
          <header className={styles.head}>
            <div className={styles.headWords}>
              <h1 ref={title} tabIndex={-1} className={styles.heading}>
                {heading}
              </h1>
              <SaveMark />
            </div>
            <div className={styles.lead}>{lead}</div>
          </header>
          {children}
        </div>
      </div>
      <Foot {...props} />
    </>
  );
}

/** The second click of a double click would fall on the button that the next page has at the same place. */
function onlyFirstClick(event: MouseEvent): void {
  if (event.detail > 1) event.stopPropagation();
}

function Foot({ blockers = noBlockers, onNext, nextLabel, isPending = false, primary }: PageFrameProps) {
  const { page, goTo, draft, content } = useWizard();
  const [tried, setTried] = useState(false);
  const whyNot = useId();
  const foot = useRef<HTMLElement>(null);
  const previous = before(page, content);
  const next = after(page, content);
  const stuck = blockers.length > 0;
  const going = useRef(false);
  const go = async (): Promise<void> => {
    if (going.current) return;
    if (stuck) {
      setTried(true);
      // Straight to the first field that wants mending, if it is one.
      foot.current?.parentElement?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    going.current = true;
    try {
      await draft.flush();
      if (onNext !== undefined) await onNext();
      else if (next !== null) goTo(next);
    } finally {
      going.current = false;
    }
  };
  return (
    <footer ref={foot} data-foot className={styles.foot} onClickCapture={onlyFirstClick}>
      {previous !== null && (
        <Button look="quiet" icon={<ArrowLeft size={14} />} onPress={() => goTo(previous)}>
          {words.back(words.pages[previous].title)}
        </Button>
      )}
      <div id={whyNot} role={tried && stuck ? 'alert' : undefined} className={cx(styles.blockers, tried && styles.loud)}>
        {stuck && (
          <>
            <span className={styles.not}>{words.cannotGoOn}</span> {blockers.join(' ')}
          </>
        )}
      </div>
      {primary ??
        (next !== null && (
          <Button look={stuck ? 'plain' : 'primary'} isPending={isPending} aria-describedby={whyNot} onPress={() => void go()}>
            <span className={styles.next}>
              {nextLabel ?? words.go(words.pages[next].title)} <ArrowRight size={14} aria-hidden />
            </span>
          </Button>
        ))}
    </footer>
  );
}
