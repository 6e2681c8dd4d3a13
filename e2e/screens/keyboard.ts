// The window by keyboard alone: keys are pressed, and the focus is looked at; nothing is ever pointed at.
import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than this on one page would be a fault of its own. */
const mostStops = 120;

/** An editor is in a tree of its own, so `document.activeElement` would be what is around it. */
const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element.matches(':focus'), undefined, { timeout: 10_000 });

/** The focus must be seen: an outline or a ring on the element or on what stands for it. */
const isSeen = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => {
    // In an editor the line and the caret say where one is.
    if (element instanceof HTMLElement && element.isContentEditable) return true;
    const shown = [element, element.closest('label'), element.parentElement, element.nextElementSibling];
    return shown.some((one) => {
      if (one === null) return false;
      const marks = [one, ...one.querySelectorAll('*')].map((each) => getComputedStyle(each));
      return marks.some(
        ({ outlineStyle, outlineWidth, boxShadow }) => (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
      );
    });
  });

export interface Keyboard {
  /** Presses Tab until the target has the focus; fails when the Tab order does not reach it. */
  reach(target: Locator): Promise<void>;
  /** Reaches a button, link or box and presses it. */
  press(target: Locator, key?: 'Enter' | 'Space'): Promise<void>;
  /** Reaches a field and replaces what is in it. */
  fill(target: Locator, text: string): Promise<void>;
  /** Types keys wherever the focus is. */
  keys(...keys: readonly string[]): Promise<void>;
  /** How often a pointer was used since the window was opened; 0 or the journey was none. */
  pointerUses(): Promise<number>;
}

/** Call it before the window is opened. */
export async function keyboardOf(page: Page): Promise<Keyboard> {
  let uses = 0;
  await page.exposeFunction('hearthPointerUsed', () => {
    uses += 1;
  });
  await page.addInitScript(() => {
    for (const type of ['pointerdown', 'mousedown', 'touchstart'])
      window.addEventListener(type, () => Reflect.get(window, 'hearthPointerUsed')(), true);
  });
  const reach = async (target: Locator): Promise<void> => {
    await expect(target).toBeVisible();
    for (let stops = 0; stops < mostStops; stops += 1) {
      if (await hasFocus(target)) {
        expect(await isSeen(target), `the focus on ${target.toString()} is seen`).toBe(true);
        return;
      }
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${target.toString()}.`);
  };
  return {
    reach,
    async press(target, key = 'Enter') {
      await expect(target).toBeEnabled();
      await reach(target);
      await page.keyboard.press(key);
    },
    async fill(target, text) {
      await reach(target);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(text);
    },
    async keys(...keys) {
      for (const key of keys) await page.keyboard.press(key);
    },
    pointerUses: () => Promise.resolve(uses),
  };
}
