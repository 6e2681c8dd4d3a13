// The pods screen under watch: what stands in its rows, when, and how long the page could not answer.
import type { Browser, Page } from '@playwright/test';
import type { Watching } from './cluster.ts';
import { signIn } from './browser.ts';
import { until } from './processes.ts';

interface Seen {
  /** Text of each first column, and when it first stood there: milliseconds of the machine's clock. */
  readonly rows: Record<string, number>;
  /** When the grid first had at least this many rows, by number of rows. */
  readonly counts: [rows: number, at: number][];
  longestTask: number;
}

declare global {
  interface Window {
    hearthBench: Seen;
  }
}

/** Runs in the page before anything else does. */
function observe(): void {
  const seen: Seen = { rows: {}, counts: [], longestTask: 0 };
  window.hearthBench = seen;
  const now = (): number => performance.timeOrigin + performance.now();
  const look = (): void => {
    const at = now();
    for (const cell of document.querySelectorAll('[role=rowheader]')) {
      const name = cell.textContent;
      seen.rows[name] ??= at;
    }
    const rows = Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? '1') - 1;
    if (rows > (seen.counts.at(-1)?.[0] ?? 0)) seen.counts.push([rows, at]);
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['aria-rowcount'],
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.longestTask = Math.max(seen.longestTask, entry.duration);
  }).observe({ type: 'longtask', buffered: true });
}

export interface PodsPage {
  readonly page: Page;
  /** Just before the navigation. */
  readonly began: number;
  /** When a row with this name stood there. */
  rowAt(name: string): Promise<number>;
  /** When the grid had that many rows. */
  rowsAt(count: number): Promise<number>;
  /** Longest task of the main thread since the last asking, 0 when none took 50 ms. */
  longestTask(): Promise<number>;
  close(): Promise<void>;
}

/** Opens the pods screen in a new context: nothing of Hearth is in its cache, and the engine watches nothing yet. */
export async function openPodsPage(browser: Browser, { hearth, platformId }: Watching, search = ''): Promise<PodsPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(observe);
  await signIn(page, hearth);
  const began = performance.timeOrigin + performance.now();
  await page.goto(`${hearth.origin}/p/${platformId}/workloads/pods${search}`, { waitUntil: 'commit' });
  return {
    page,
    began,
    rowAt: (name) => until(() => page.evaluate((name) => window.hearthBench?.rows[name], name), `a row named ${name}`),
    rowsAt: (count) =>
      until(() => page.evaluate((count) => window.hearthBench?.counts.find(([rows]) => rows >= count)?.[1], count), `${count} rows`),
    longestTask: () =>
      page.evaluate(() => {
        const { longestTask } = window.hearthBench;
        window.hearthBench.longestTask = 0;
        return longestTask;
      }),
    close: () => context.close(),
  };
}
