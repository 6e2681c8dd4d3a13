import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '#adapters/conformance/listen.ts';
import { isFault } from '#core/fault.ts';
import type { GitCommit, GitPlace } from '#core/ports/git.ts';
import { Secret } from '#core/secret.ts';
import { openGit } from './open.ts';

const root = mkdtempSync(join(tmpdir(), 'hearth-git-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const { signal } = new AbortController();

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(root, 'test-'));
});
const gitHere = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Anna', '-c', 'user.email=anna@example.com', ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();

/** A bare repository, and a clone of it that somebody else works in. */
function repository() {
  const [bare, work] = [join(dir, 'remote.git'), join(dir, 'work')];
  gitHere(dir, 'init', '--quiet', '--bare', '--initial-branch=main', bare);
  gitHere(dir, 'init', '--quiet', '--initial-branch=main', work);
  const commit = (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(work, path, '..'), { recursive: true });
      writeFileSync(join(work, path), text);
    }
    gitHere(work, 'add', '--all');
    gitHere(work, 'commit', '--quiet', '--allow-empty', '--message', 'work');
    gitHere(work, 'push', '--quiet', bare, 'main');
    return gitHere(work, 'rev-parse', 'HEAD');
  };
  return { bare, work, commit };
}

const placeAt = (remote: string, more: Partial<GitPlace> = {}): GitPlace => ({
  id: 'p1',
  remote,
  branch: 'main',
  path: 'hearth.yaml',
  user: '',
  held: false,
  token: null,
  ...more,
});
const change = (more: Partial<GitCommit> = {}): GitCommit => ({
  text: 'name: new\n',
  after: '',
  message: 'a message',
  author: 'window',
  at: 1_700_000_000_000,
  ...more,
});
const open = () => openGit({ dataDir: join(dir, 'data') });
async function codeOf(work: Promise<unknown>): Promise<{ code: string; reason: string }> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isFault(error)) throw new Error('There was no fault.', { cause: error });
  return { code: error.view.code, reason: error.view.why };
}

describe('a repository on this computer', () => {
  it('is read at its branch, written to, and keeps everything else', async () => {
    const { bare, commit } = repository();
    commit({ 'hearth.yaml': 'name: other\n' });
    const head = commit({ 'deep/er/home.yaml': 'name: old\r\n', 'README.md': 'read me', '-x': '' });
    const place = placeAt(bare, { path: 'deep/er/home.yaml' });
    const git = open();
    expect(await git.look(place, signal)).toEqual({ text: 'name: old\r\n', commit: head });
    const made = await git.push(place, change({ after: head, message: 'why; $(touch x)', author: 'window <\nanna>' }), signal);
    expect(await git.look(place, signal)).toEqual({ text: 'name: new\n', commit: made });
    expect(gitHere(bare, 'log', '-1', '--format=%s|%an|%ct|%P', 'main')).toBe(`why; $(touch x)|window   anna|1700000000|${head}`);
    expect(gitHere(bare, 'ls-tree', '-r', '--name-only', 'main').split('\n').toSorted()).toEqual(
      ['-x', 'README.md', 'deep/er/home.yaml', 'hearth.yaml'].toSorted(),
    );
  });

  it('that is gone after it held something is out of reach, and is not made anew', async () => {
    const git = open();
    const folder = join(dir, 'there.git');
    const place = placeAt(folder);
    const after = await git.push(place, change(), signal);
    const held = { ...place, held: true };
    expect(await git.look(held, signal)).toMatchObject({ commit: after });
    renameSync(folder, join(dir, 'elsewhere.git'));
    for (const unattached of [() => undefined, () => mkdirSync(folder)]) {
      unattached();
      expect(await codeOf(git.look(held, signal))).toMatchObject({ code: 'HOME_UNREACHABLE' });
      expect(await codeOf(git.push(held, change({ after }), signal))).toMatchObject({ code: 'HOME_UNREACHABLE' });
      expect(existsSync(join(folder, 'HEAD'))).toBe(false);
    }
    rmdirSync(folder);
    renameSync(join(dir, 'elsewhere.git'), folder);
    expect(await git.look(held, signal)).toMatchObject({ commit: after });
  });

  it('that is absent, or empty, or lacks the branch or the file, holds nothing; writing makes it', async () => {
    const git = open();
    const absent = placeAt(join(dir, 'there.git'));
    expect(await git.look(absent, signal)).toEqual({ text: null, commit: '' });
    await git.push(absent, change(), signal);
    expect(await git.look(absent, signal)).toMatchObject({ text: 'name: new\n' });

    const typo = placeAt(join(dir, 'not', 'there.git'), { id: 'p4' });
    expect(await codeOf(git.push(typo, change(), signal))).toMatchObject({ code: 'HOME_REFUSED' });

    const { bare, commit } = repository();
    const empty = placeAt(`file://${bare}`, { id: 'p2' });
    expect(await git.look(empty, signal)).toEqual({ text: null, commit: '' });
    const head = commit({ 'README.md': 'read me' });
    expect(await git.look(empty, signal)).toEqual({ text: null, commit: head });
    const other = placeAt(bare, { id: 'p3', branch: 'homes/attic' });
    expect(await git.look(other, signal)).toEqual({ text: null, commit: '' });
    const made = await git.push(other, change(), signal);
    expect(gitHere(bare, 'rev-parse', 'homes/attic')).toBe(made);
    expect(gitHere(bare, 'rev-parse', 'main')).toBe(head);
  });

  it('that has gone on is not written over', async () => {
    const { bare, commit } = repository();
    const first = commit({ 'hearth.yaml': 'name: 1\n' });
    const git = open();
    await git.look(placeAt(bare), signal);
    const second = commit({ 'hearth.yaml': 'name: 2\n' });
    expect(await codeOf(git.push(placeAt(bare), change({ after: first }), signal))).toMatchObject({ code: 'HOME_DIVERGED' });
    expect(gitHere(bare, 'rev-parse', 'main')).toBe(second);
    // Nor is a branch that somebody else has begun meanwhile.
    expect(await codeOf(git.push(placeAt(bare), change(), signal))).toMatchObject({ code: 'HOME_DIVERGED' });
    expect(await git.look(placeAt(bare), signal)).toEqual({ text: 'name: 2\n', commit: second });
  });

  it('whose history was written anew is seen as it is now', async () => {
    const { bare, work, commit } = repository();
    commit({ 'hearth.yaml': 'name: 1\n' });
    const git = open();
    await git.look(placeAt(bare), signal);
    writeFileSync(join(work, 'hearth.yaml'), 'name: amended\n');
    gitHere(work, 'commit', '--quiet', '--all', '--amend', '--message', 'again');
    gitHere(work, 'push', '--quiet', '--force', bare, 'main');
    expect(await git.look(placeAt(bare), signal)).toMatchObject({ text: 'name: amended\n' });
  });

  it('is read anew when the copy in the data folder is spoilt', async () => {
    const { bare, commit } = repository();
    commit({ 'hearth.yaml': 'name: 1\n' });
    const git = open();
    await git.look(placeAt(bare), signal);
    commit({ 'hearth.yaml': 'name: 2\n' });
    const copy = join(dir, 'data', 'homes', 'p1');
    writeFileSync(join(copy, 'refs', 'hearth', 'there.lock'), '');
    writeFileSync(join(copy, 'shallow.lock'), '');
    expect(await git.look(placeAt(bare), signal)).toMatchObject({ text: 'name: 2\n' });
    await git.forget('p1');
    expect(existsSync(copy)).toBe(false);
  });
});

describe('a hostile repository', () => {
  it('has links that are not followed, in either direction', async () => {
    const { bare, work, commit } = repository();
    symlinkSync('/etc/passwd', join(work, 'hearth.yaml'));
    symlinkSync('/etc', join(work, 'out'));
    const head = commit({ 'folder/x': '' });
    const git = open();
    expect(await codeOf(git.look(placeAt(bare), signal))).toMatchObject({
      code: 'HOME_REFUSED',
      reason: expect.stringContaining('symbolic link'),
    });
    const below = placeAt(bare, { path: 'out/hostname' });
    expect(await git.look(below, signal)).toEqual({ text: null, commit: head });
    expect(await codeOf(git.push(below, change({ after: head }), signal))).toMatchObject({ code: 'HOME_REFUSED' });
    expect(await codeOf(git.push(placeAt(bare), change({ after: head }), signal))).toMatchObject({ code: 'HOME_REFUSED' });
    expect(await codeOf(git.look(placeAt(bare, { path: 'folder' }), signal))).toMatchObject({ code: 'HOME_REFUSED' });
    expect(gitHere(bare, 'rev-parse', 'main')).toBe(head);
  });

  it('has a file of 50 MB, and one that is no text', async () => {
    const { bare, work, commit } = repository();
    commit({ 'hearth.yaml': 'x'.repeat(50 * 2 ** 20), 'small.yaml': 'name: small\n' });
    const git = open();
    expect(await codeOf(git.look(placeAt(bare), signal))).toMatchObject({
      code: 'HOME_REFUSED',
      reason: expect.stringContaining('larger'),
    });
    expect(await git.look(placeAt(bare, { path: 'small.yaml' }), signal)).toMatchObject({ text: 'name: small\n' });
    writeFileSync(join(work, 'hearth.yaml'), Buffer.from([0xff, 0xfe, 0x00]));
    gitHere(work, 'commit', '--quiet', '--all', '--message', 'binary');
    gitHere(work, 'push', '--quiet', bare, 'main');
    expect(await codeOf(git.look(placeAt(bare), signal))).toMatchObject({ code: 'HOME_REFUSED', reason: expect.stringContaining('UTF-8') });
  });

  it('has hooks and settings that run nothing', async () => {
    const { bare, commit } = repository();
    const head = commit({ 'hearth.yaml': 'name: 1\n' });
    const trace = join(dir, 'ran');
    const evil = `#!/bin/sh\ntouch ${trace}\n`;
    for (const hook of [
      'pre-receive',
      'update',
      'post-receive',
      'post-update',
      'reference-transaction',
      'proc-receive',
      'pre-push',
      'post-checkout',
    ]) {
      writeFileSync(join(bare, 'hooks', hook), evil);
      chmodSync(join(bare, 'hooks', hook), 0o755);
    }
    writeFileSync(join(dir, 'evil'), evil, { mode: 0o755 });
    for (const [key, value] of [
      ['core.hooksPath', join(bare, 'hooks')],
      ['core.fsmonitor', join(dir, 'evil')],
      ['core.alternateRefsCommand', join(dir, 'evil')],
      ['uploadpack.packObjectsHook', join(dir, 'evil')],
      ['receive.procReceiveRefs', 'refs/heads/main'],
      ['core.sshCommand', join(dir, 'evil')],
    ] as const)
      gitHere(bare, 'config', key, value);
    const alternate = join(dir, 'alternate.git');
    gitHere(dir, 'clone', '--quiet', '--bare', bare, alternate);
    writeFileSync(join(bare, 'objects', 'info', 'alternates'), `${join(alternate, 'objects')}\n`);
    rmSync(trace, { force: true });
    const git = open();
    await git.look(placeAt(bare), signal);
    await git.push(placeAt(bare), change({ after: head }), signal).catch(() => null);
    expect(existsSync(trace)).toBe(false);
  });

  it.each([
    ['--upload-pack=touch RAN'],
    ['-oProxyCommand=touch RAN'],
    ['ext::sh -c touch% RAN'],
    ['ext::sh -c "touch RAN"'],
    ['ssh://-oProxyCommand=touch%20RAN/x'],
    ['a@-oProxyCommand=RAN:x'],
    ['fd::17'],
    ['file:///nowhere\n--upload-pack=touch RAN'],
    ['/nowhere; touch RAN'],
    ["/nowhere'$(touch RAN)'"],
  ])('is named %j, which runs nothing', async (remote) => {
    const ran = join(dir, 'ran');
    const git = open();
    const place = placeAt(remote.replaceAll('RAN', ran));
    await git.look(place, signal).catch((error: unknown) => expect(isFault(error)).toBe(true));
    expect(existsSync(ran)).toBe(false);
  });

  it('has branches and paths that look like options', async () => {
    const { bare, commit } = repository();
    const head = commit({ '--help': 'name: help\n', ':(glob)*': 'name: glob\n', 'hearth.yaml': 'name: 1\n' });
    const git = open();
    expect(await git.look(placeAt(bare, { path: '--help' }), signal)).toEqual({ text: 'name: help\n', commit: head });
    expect(await git.look(placeAt(bare, { path: ':(glob)*' }), signal)).toEqual({ text: 'name: glob\n', commit: head });
    for (const path of ['../outside', '.git/config', '/etc/passwd']) {
      await codeOf(git.push(placeAt(bare, { path }), change({ after: head }), signal));
      expect(gitHere(bare, 'rev-parse', 'main')).toBe(head);
    }
    for (const branch of ['--all', 'a..b', 'x:refs/heads/main']) await git.look(placeAt(bare, { branch }), signal).catch(() => null);
    expect(gitHere(bare, 'rev-parse', 'main')).toBe(head);
  });
});

const token = 'tok-Sup3rSecret-4711';

/** git http-backend behind basic auth, as hosts of repositories serve it. */
async function serve(folder: string, redirect?: (request: IncomingMessage) => string | null) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization ?? '');
    const elsewhere = redirect?.(request) ?? null;
    if (elsewhere !== null) response.writeHead(301, { location: elsewhere }).end();
    else if (request.headers.authorization === `Basic ${btoa(`anna:${token}`)}`) backend(folder, request, response);
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
  });
  const port = await listening(server);
  return { url: `http://127.0.0.1:${port}/remote.git`, asked, port };
}

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return listen(server);
}

function backend(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://x');
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.receivepack',
      GIT_CONFIG_VALUE_0: 'true',
      REMOTE_USER: 'anna',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  const chunks: Buffer[] = [];
  request.pipe(child.stdin);
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => {
    const answer = Buffer.concat(chunks);
    const cut = answer.indexOf('\r\n\r\n');
    const headers = answer
      .toString('latin1', 0, cut)
      .split('\r\n')
      .map((line) => line.split(': '));
    const status = Number.parseInt(headers.find(([name]) => name === 'Status')?.[1] ?? '200', 10);
    response.writeHead(status, Object.fromEntries(headers.filter(([name]) => name !== 'Status'))).end(answer.subarray(cut + 4));
  });
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );

/** The argument lists of all processes, over and over. */
function watchArguments(): () => string {
  let seen = '';
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        if (line.includes('git')) seen += `${line}\n`;
      } catch {
        // It has ended.
      }
    }
  };
  const timer = setInterval(look, 2);
  return () => {
    clearInterval(timer);
    return seen;
  };
}

describe('a repository over http', () => {
  it('gets its token, which stands in no argument list, no file and no complaint', async () => {
    const { bare, commit } = repository();
    const head = commit({ 'hearth.yaml': 'name: 1\n' });
    const { url } = await serve(dir);
    const place = placeAt(url, { user: 'anna', token: new Secret(token) });
    const git = open();
    const seen = watchArguments();
    expect(await git.look(place, signal)).toEqual({ text: 'name: 1\n', commit: head });
    const made = await git.push(place, change({ after: head }), signal);
    const listed = seen();
    expect(gitHere(bare, 'rev-parse', 'main')).toBe(made);
    expect(listed).toContain('remote-http');
    expect(listed).not.toContain(token);
    expect(listed).not.toContain(btoa(`anna:${token}`));
    for (const file of filesBelow(join(dir, 'data'))) expect(readFileSync(file).includes(token), file).toBe(false);
  });

  it('says when a token is wrong, without showing it', async () => {
    repository().commit({ 'hearth.yaml': 'name: 1\n' });
    const { url } = await serve(dir);
    const wrong = await codeOf(open().look(placeAt(url, { user: 'anna', token: new Secret('wr0ng-one') }), signal));
    expect(wrong.code).toBe('HOME_REFUSED');
    expect(JSON.stringify(wrong)).not.toContain('wr0ng-one');
    expect(await codeOf(open().look(placeAt(url), signal))).toMatchObject({ code: 'HOME_REFUSED' });
  });

  it('that leads to another host takes no token along', async () => {
    repository().commit({ 'hearth.yaml': 'name: 1\n' });
    const other = await serve(dir, (request) => `http://127.0.0.1:${String(elsewhere.port)}${request.url ?? ''}`);
    const elsewhere = await serve(dir);
    expect(await codeOf(open().look(placeAt(other.url, { user: 'anna', token: new Secret(token) }), signal))).toMatchObject({
      code: 'HOME_REFUSED',
    });
    expect(elsewhere.asked.length).toBeGreaterThan(0);
    expect(elsewhere.asked.filter((sent) => sent !== '')).toEqual([]);
  });

  it('sends no token in the clear over a network', async () => {
    const place = placeAt('http://git.example/x.git', { token: new Secret(token) });
    expect(await codeOf(open().look(place, signal))).toMatchObject({ code: 'HOME_REFUSED', reason: expect.stringContaining('https') });
  });

  it('that nobody serves is unreachable; one that never answers is given up, also on request', async () => {
    expect(await codeOf(open().look(placeAt('http://127.0.0.1:1/x.git'), signal))).toMatchObject({ code: 'HOME_UNREACHABLE' });
    const silent = createServer(() => undefined);
    const port = await listening(silent);
    const place = placeAt(`http://127.0.0.1:${port}/x.git`);
    expect(await codeOf(openGit({ dataDir: join(dir, 'data'), reachMs: 500 }).look(place, signal))).toMatchObject({
      code: 'HOME_UNREACHABLE',
      reason: expect.stringContaining('did not end'),
    });
    const ending = new AbortController();
    const look = open().look(place, ending.signal);
    ending.abort(new Error('enough'));
    await expect(look).rejects.toThrow('enough');
  });
});

it('a computer without git says so', async () => {
  const git = openGit({ dataDir: join(dir, 'data'), program: join(dir, 'no-git') });
  expect(await codeOf(git.look(placeAt(dir), signal))).toMatchObject({
    code: 'HOME_REFUSED',
    reason: expect.stringContaining('no program'),
  });
});
