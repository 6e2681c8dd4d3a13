// app://hearth/… : the window's files, and nothing outside their folder. A custom scheme also gives V8 its code cache, which file:// does not.
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { contentPolicy } from '#engine/content-policy.ts';

export const appScheme = 'app';
export const appOrigin = `${appScheme}://hearth`;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/**
 * Path below the root for a requested address, or null when it is refused: another host, an encoded separator, a NUL, a drive or
 * stream name, a step upwards. Addresses without a file ending are places in the window and get index.html.
 */
export function relativePathOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== `${appScheme}:` || url.host !== 'hearth') return null;
  if (/%2f|%5c|%00/iu.test(url.pathname)) return null;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.some((part) => part === '..' || part === '.' || /[\\:\0]/u.test(part))) return null;
  return extname(path) === '' ? 'index.html' : join(...parts);
}

const refused = () => new Response('Not found', { status: 404 });

/** Answers one request of the window out of `root`; links that lead out of it are refused at the moment of use. */
export async function answerFrom(root: string, address: string): Promise<Response> {
  const relative = relativePathOf(address);
  const type = relative === null ? undefined : types[extname(relative)];
  if (relative === null || type === undefined) return refused();
  try {
    const home = await realpath(root);
    const file = await realpath(join(home, relative));
    if (!file.startsWith(home + sep)) return refused();
    const headers = {
      'content-type': type,
      'content-security-policy': contentPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    };
    return new Response(new Uint8Array(await readFile(file)), { headers });
  } catch {
    return refused();
  }
}
