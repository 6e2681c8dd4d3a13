// The port for git repositories, on the git program of this computer. Of each repository, the newest commit is kept in the data folder.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFolder } from '#adapters/store/private-folder.ts';
import { fault } from '#core/fault.ts';
import type { Git, GitCommit, GitPlace } from '#core/ports/git.ts';
import type { HomeText } from '#core/ports/homes.ts';
import { complaint, refused } from './complaint.ts';
import { runGit, type GitCall, type GitEnd } from './program.ts';
import { askpassScript, credentialsFor, fetchArgs, isVacant, pushArgs, transportOf } from './remote.ts';

export interface GitPlan {
  readonly dataDir: string;
  /** The one on the PATH when left out. */
  readonly program?: string | undefined;
  readonly reachMs?: number;
}

const localMs = 20_000;
const longestFile = 8 * 2 ** 20;
const there = 'refs/hearth/there';
const nothing: HomeText = { text: null, commit: '' };

interface Desk {
  readonly place: GitPlace;
  readonly folder: string;
  readonly signal: AbortSignal;
  run(args: readonly string[], more?: Partial<Pick<GitCall, 'folder' | 'stdin' | 'env' | 'timeoutMs'>>): Promise<GitEnd>;
  /** As `run`; a complaint is thrown. */
  must(args: readonly string[], more?: Partial<Pick<GitCall, 'stdin' | 'env'>>): Promise<string>;
  /** Over the network. */
  reach(args: readonly string[]): Promise<GitEnd>;
}

export function openGit({ dataDir, program = 'git', reachMs = 120_000 }: GitPlan): Git {
  const root = join(dataDir, 'homes');
  const askpass = join(root, 'askpass');
  const folderOf = (id: string) => {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(id)) throw new Error(`No folder is called ${id}.`);
    return join(root, id);
  };

  function deskFor(place: GitPlace, signal: AbortSignal): Desk {
    const folder = folderOf(place.id);
    const run: Desk['run'] = (args, more = {}) => runGit(program, { args, folder, timeoutMs: localMs, signal, ...more });
    return {
      place,
      folder,
      signal,
      run,
      async must(args, more) {
        const end = await run(args, more);
        if (end.exitCode !== 0) throw complaint(place, end);
        return end.out.toString('utf8').trim();
      },
      reach(args) {
        const env = credentialsFor(place, askpass);
        if (env === null) throw refused(place, 'A token is not sent over http, where anybody on the way can read it. Use https.');
        return run(args, { env, timeoutMs: reachMs });
      },
    };
  }

  async function open(place: GitPlace, signal: AbortSignal): Promise<Desk> {
    privateFolder(root);
    writeFileSync(askpass, askpassScript, { mode: 0o700 });
    const desk = deskFor(place, signal);
    mkdirSync(desk.folder, { recursive: true, mode: 0o700 });
    await desk.must(['init', '--quiet', '--bare', '--template=']);
    return desk;
  }

  return {
    async look(place, signal) {
      return read(await fetched(() => open(place, signal)));
    },
    async push(place, commit, signal) {
      const desk = await open(place, signal);
      const made = await committed(desk, commit);
      await sent(desk, made);
      return made;
    },
    forget: async (id) => rmSync(folderOf(id), { recursive: true, force: true }),
  };
}

/** What a git that was killed has left, or a disk has spoilt: the copy is made anew. */
const spoilt = /\.lock'|corrupt|bad object|missing (?:blob|tree|commit)|not a git repository: /i;

async function fetched(open: () => Promise<Desk>): Promise<Desk | null> {
  for (let attempt = 0; ; attempt += 1) {
    const desk = await open();
    const { place, folder } = desk;
    const transport = transportOf(place.remote);
    if (await isVacant(place, transport)) return null;
    const limits = ['--quiet', '--no-tags', '--depth=1', '--update-shallow', '--no-recurse-submodules', '--no-write-fetch-head'];
    const end = await desk.reach(['fetch', ...limits, ...fetchArgs(transport), '--', place.remote, `+refs/heads/${place.branch}:${there}`]);
    if (end.exitCode === 0) return desk;
    if (/couldn't find remote ref/i.test(end.err)) return null;
    if (attempt > 0 || !spoilt.test(end.err)) throw complaint(place, end);
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Entry {
  readonly mode: string;
  readonly kind: string;
  readonly hash: string;
}

/** Null when nothing stands there. */
async function entryAt({ place, ...desk }: Desk, tree: string, path: string): Promise<Entry | null> {
  const end = await desk.run(['ls-tree', '-z', '--full-tree', tree, '--', path]);
  if (end.exitCode !== 0) throw complaint(place, end);
  const [, mode = '', kind = '', hash = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t/.exec(end.out.toString('utf8')) ?? [];
  return hash === '' ? null : { mode, kind, hash };
}

/** HOME_REFUSED for anything but a file. */
async function fileAt(desk: Desk, tree: string): Promise<Entry | null> {
  const { place } = desk;
  const found = await entryAt(desk, tree, place.path);
  if (found === null) return null;
  if (found.mode === '120000') throw refused(place, `${place.path} is a symbolic link there. Links are not followed.`);
  if (found.kind !== 'blob') throw refused(place, `${place.path} is a folder there, not a file.`);
  return found;
}

/** Git would put a folder in the place of a file or a link that is in the way. HOME_REFUSED */
async function requireFolders(desk: Desk, tree: string): Promise<void> {
  const { place } = desk;
  const names = place.path.split('/');
  for (const depth of names.keys()) {
    const folder = names.slice(0, depth).join('/');
    const found = folder === '' ? null : await entryAt(desk, tree, folder);
    if (found !== null && found.kind !== 'tree') throw refused(place, `${folder} is not a folder there.`);
  }
}

async function read(desk: Desk | null): Promise<HomeText> {
  if (desk === null) return nothing;
  const { place } = desk;
  const commit = await desk.must(['rev-parse', '--verify', `${there}^{commit}`]);
  const blob = await fileAt(desk, commit);
  if (blob === null) return { text: null, commit };
  if (Number(await desk.must(['cat-file', '-s', blob.hash])) > longestFile)
    throw refused(place, `${place.path} is larger than ${longestFile} bytes there.`);
  const end = await desk.run(['cat-file', 'blob', blob.hash]);
  if (end.exitCode !== 0) throw complaint(place, end);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(end.out), commit };
  } catch {
    throw refused(place, `${place.path} is no text in UTF-8 there.`);
  }
}

/** The commit, made without a work tree: nothing of the repository is ever written out as files. */
async function committed(desk: Desk, { text, after, message, author, at }: GitCommit): Promise<string> {
  const { place, folder } = desk;
  const index = join(folder, 'hearth-index');
  rmSync(index, { force: true });
  rmSync(`${index}.lock`, { force: true });
  const env = { GIT_INDEX_FILE: index };
  if (after !== '') {
    await requireFolders(desk, after);
    await desk.must(['read-tree', after], { env });
  }
  const mode = (after === '' ? null : await fileAt(desk, after))?.mode ?? '100644';
  const blob = await desk.must(['hash-object', '-w', '--stdin'], { stdin: text });
  await desk.must(['update-index', '-z', '--index-info'], { env, stdin: `${mode} ${blob}\t${place.path}\0` });
  const tree = await desk.must(['write-tree'], { env });
  if ((await entryAt(desk, tree, place.path))?.hash !== blob) throw refused(place, `Git takes no file called ${place.path}.`);
  const [name, date] = [author.replaceAll(/[<>\p{Cc}]/gu, ' ').trim() || 'Hearth', `${Math.floor(at / 1000)} +0000`];
  const people = ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, name],
    [`GIT_${role}_EMAIL`, 'hearth@localhost'],
    [`GIT_${role}_DATE`, date],
  ]);
  const parents = after === '' ? [] : ['-p', after];
  return desk.must(['commit-tree', tree, ...parents, '-F', '-'], { env: Object.fromEntries(people), stdin: `${message}\n` });
}

async function sent(desk: Desk, commit: string): Promise<void> {
  const { place } = desk;
  const transport = transportOf(place.remote);
  if (await isVacant(place, transport)) await makeRepository(desk, transport.folder ?? '');
  const limits = ['--porcelain', '--no-verify', '--no-recurse-submodules'];
  const end = await desk.reach(['push', ...limits, ...pushArgs(transport), '--', place.remote, `${commit}:refs/heads/${place.branch}`]);
  if (end.exitCode === 0) {
    await desk.must(['update-ref', there, commit]);
    return;
  }
  // Never forced: a branch that has gone on is looked at first.
  if (/^!.*\[rejected\]|cannot lock ref|failed to update ref|reference already exists/m.test(`${end.out.toString('utf8')}\n${end.err}`))
    throw fault('HOME_DIVERGED', { home: place.remote });
  throw complaint(place, end);
}

async function makeRepository(desk: Desk, folder: string): Promise<void> {
  const end = await desk.run(['init', '--quiet', '--bare', '--template='], { folder });
  if (end.exitCode !== 0) throw complaint(desk.place, end);
}
