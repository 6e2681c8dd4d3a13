// The window's files, from the build folder and nowhere else.
import { readFile, realpath } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { contentPolicy } from '#engine/content-policy.ts';

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

const notBuilt =
  '<!doctype html><meta charset="utf-8"><title>Hearth</title><p>The window has not been built yet. <code>npm start</code> builds it.';

async function readOrNull(dir: string, path: string): Promise<Buffer | null> {
  try {
    const file = await realpath(join(dir, path));
    // A link may not lead out of the folder.
    return file.startsWith((await realpath(dir)) + sep) ? await readFile(file) : null;
  } catch {
    // Missing, or a folder: either way there is no such file to serve.
    return null;
  }
}

async function sendPage(response: ServerResponse, dir: string): Promise<void> {
  const page = await readOrNull(dir, 'index.html');
  response.writeHead(page === null ? 503 : 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentPolicy,
    'cache-control': 'no-store',
  });
  response.end(page ?? notBuilt);
}

/** Sends the file of this path, the window's page for paths without an ending, or answers false. */
export async function sendStatic(response: ServerResponse, dir: string, path: string): Promise<boolean> {
  const type = types[extname(path)];
  if (extname(path) === '' || path === '/index.html') {
    await sendPage(response, dir);
    return true;
  }
  const file = type === undefined || !ownName.test(path) ? null : await readOrNull(dir, path);
  if (file === null) return false;
  const caching = hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.writeHead(200, { 'content-type': type, 'content-length': file.length, 'cache-control': caching });
  response.end(file);
  return true;
}
