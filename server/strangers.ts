// Who may knock at all. A pure look at the head of a request, before anything else sees it.
import type { IncomingMessage } from 'node:http';
import { fault } from '#core/fault.ts';

export interface House {
  readonly port: number;
}

const refused = (reason: string) => fault('STRANGER_REFUSED', { reason });
const count = (raw: readonly string[], name: string) => raw.filter((text, i) => i % 2 === 0 && text.toLowerCase() === name).length;

/** The name in Host must be ours, or another name was made to point at this machine (DNS rebinding). */
function requireHost({ headers, rawHeaders }: IncomingMessage, { port }: House): string {
  const host = headers.host ?? '';
  if (count(rawHeaders, 'host') !== 1) throw refused('it must have one Host header');
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) throw refused('the Host header is not the address of Hearth');
  return host;
}

/**
 * page: the window's own files, which a link from elsewhere may open. call: a browser may leave Origin out.
 * effect: something may change, so a browser must say which page it comes from.
 */
export type Knock = 'page' | 'call' | 'effect';

/** A page from elsewhere shows in Origin or Sec-Fetch-Site; it is not served, whatever else it brings. */
function requireOwnPage({ headers }: IncomingMessage, host: string, knock: Knock): void {
  const { origin } = headers;
  if (origin === undefined && knock === 'effect') throw refused('the Origin header is missing');
  if (origin !== undefined && origin !== `http://${host}`) throw refused('the Origin header names another page');
  const site = headers['sec-fetch-site'] ?? 'none';
  const isLink = knock === 'page' && headers['sec-fetch-mode'] === 'navigate';
  if (site !== 'same-origin' && site !== 'none' && !isLink) throw refused('another page asked for it');
}

export function refuseStrangers(request: IncomingMessage, house: House, knock: Knock): void {
  const host = requireHost(request, house);
  requireOwnPage(request, host, knock);
  const target = request.url ?? '';
  if (!target.startsWith('/') || target.startsWith('//')) throw refused('the address is not a path');
}
