// The window's files, from the build folder and nowhere else.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Names that our build makes: no dot at the start of a part, so neither ".." nor hidden files. */
const ownName = /^(\/[\w-][\w.-]*)+$/;
/** The build puts a hash into these names, so that they never change. */
const hashed = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/** Pages load only from here; the interface library's one style element is let in by the nonce. */
const policy = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');

const notBuilt =
  '<!doctype html><meta charset="utf-8"><title>Hearth</title><p>The window has not been built yet. <code>npm start</code> builds it.';

async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch {
    // Missing, or a folder: either way there is no such file to serve.
    return null;
  }
}

async function sendPage(response: ServerResponse, dir: string): Promise<void> {
  const nonce = randomBytes(16).toString('base64');
  const page = await readOrNull(join(dir, 'index.html'));
  const html = page?.toString('utf8').replace('<head>', `<head><meta property="csp-nonce" nonce="${nonce}">`) ?? notBuilt;
  response.writeHead(page === null ? 503 : 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy(nonce),
    'cache-control': 'no-store',
  });
  response.end(html);
}

/** Sends the file of this path, the window's page for paths without an ending, or answers false. */
export async function sendStatic(response: ServerResponse, dir: string, path: string): Promise<boolean> {
  const type = types[extname(path)];
  if (extname(path) === '' || path === '/index.html') {
    await sendPage(response, dir);
    return true;
  }
  const file = type === undefined || !ownName.test(path) ? null : await readOrNull(join(dir, path));
  if (file === null) return false;
  const caching = hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.writeHead(200, { 'content-type': type, 'content-length': file.length, 'cache-control': caching });
  response.end(file);
  return true;
}
