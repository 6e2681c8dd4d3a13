// When the focused element goes away (a removed row, an answered question), the keyboard must not fall back to the start of the window.
import { useEffect } from 'react';
import type { RefObject } from 'react';

const focusable = 'button:not([disabled]), a[href], input:not([disabled]), textarea, select, [tabindex="0"]';

/** Moves a lost focus to the nearest place that is still there, else to `home`. */
export function useKeptFocus(room: RefObject<HTMLElement | null>, home: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    let trail: HTMLElement[] = [];
    const remember = (event: FocusEvent): void => {
      trail = [];
      for (let at = event.target instanceof HTMLElement ? event.target : null; at !== null && at !== element; at = at.parentElement)
        trail.push(at);
    };
    const mend = (): void => {
      const [focused] = trail;
      if (focused === undefined || focused.isConnected || document.activeElement !== document.body) return;
      const near = trail.find((each) => each.isConnected)?.querySelector<HTMLElement>(focusable);
      (near ?? home.current)?.focus({ preventScroll: near === null || near === undefined });
    };
    const observer = new MutationObserver(mend);
    element.addEventListener('focusin', remember);
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      element.removeEventListener('focusin', remember);
      observer.disconnect();
    };
  }, [room, home]);
}
