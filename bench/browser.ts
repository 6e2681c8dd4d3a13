// Chromium for the benches: the same as in the journeys, with a way to its renderer process.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium, type Browser, type Page } from '@playwright/test';
import { z } from 'zod';
import type { Hearth } from '../e2e/fixtures/hearth.ts';
import { memoryOf } from './processes.ts';

const debian = '/usr/bin/chromium';
const processes = z.object({ processInfo: z.array(z.object({ type: z.string(), id: z.number() })) });

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(existsSync(debian) ? { executablePath: debian } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-features=SpareRendererForSitePerProcess',
    ],
  });
}

/** Memory in MB, after a collection, of the renderer that has the page; the browser must have no other page. */
export async function memoryOfPage(browser: Browser, page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.detach();
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = processes.parse(await session.send('SystemInfo.getProcessInfo'));
  await session.detach();
  const renderers = processInfo.filter((one) => one.type === 'renderer').map((one) => memoryOf(one.id));
  return Math.max(...renderers);
}

export interface EmptyPage {
  readonly url: string;
  close(): Promise<void>;
}

/** What a page costs that has nothing but a heading. */
export async function serveEmptyPage(): Promise<EmptyPage> {
  const server = createServer((_, answer) =>
    answer.setHeader('content-type', 'text/html').end('<!doctype html><title>Empty</title><main><h1>Empty</h1></main>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Gives the browser the cookie, so that the next page is the one to be measured. */
export async function signIn(page: Page, hearth: Pick<Hearth, 'origin' | 'token'>): Promise<void> {
  const answer = await page.context().request.post(`${hearth.origin}/session`, {
    data: {},
    headers: { authorization: `Bearer ${hearth.token}`, origin: hearth.origin },
  });
  if (!answer.ok()) throw new Error(`Not signed in: ${answer.status()} ${await answer.text()}`);
}

/** Milliseconds from the navigation until a heading or the main part is seen and painted. */
export async function openUntilSeen(page: Page, url: string): Promise<number> {
  const began = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('h1').first().waitFor({ state: 'visible' });
  return performance.now() - began;
}
