// Follows the end of a log until somebody scrolls up, and again once they are back at the end.
import { useRef, useState } from 'react';
import type { RefObject } from 'react';

export interface Follow {
  readonly on: boolean;
  /** The last line there was when following stopped. */
  readonly seen: number;
  readonly onScroll: () => void;
  readonly resume: () => void;
}

/** A line and a bit: below this the end still counts as reached. */
const nearPx = 28;

export function useFollow(scroller: RefObject<HTMLElement | null>, lastSeq: number): Follow {
  const [on, setOn] = useState(true);
  const [seen, setSeen] = useState(-1);
  const before = useRef(0);
  return {
    on,
    seen,
    onScroll() {
      const box = scroller.current;
      if (box === null) return;
      const up = box.scrollTop < before.current - 2;
      before.current = box.scrollTop;
      const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
      // Growing content moves the end away without anybody scrolling; only a move upwards stops the following.
      if (on && up && !atEnd) {
        setSeen(lastSeq);
        setOn(false);
      } else if (!on && atEnd) setOn(true);
    },
    resume: () => setOn(true),
  };
}
