import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { allInstances } from './instance.ts';
import { cacheFolder, labFolder, recipesFolder } from './paths.ts';
import { basePackages, optionalPieces, requiredPieces, type Piece } from './pieces.ts';
import { attempt, command, sleep } from './shell.ts';

export type BuildOptions = {
  /** Optional pieces that are wanted too. */
  readonly also?: readonly string[];
  /** No more than this piece and what it needs. */
  readonly only?: string;
  readonly log?: (line: string) => void;
};

/** The folder of each built piece, by name. */
export type Built = ReadonlyMap<string, string>;

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((entry) => filesBelow(join(path, entry)));
}

/** A piece's identity: its version and all that its recipe says and reads. */
function identity(piece: Piece, ids: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256').update(`${piece.name} ${piece.version} ${process.arch}\n`);
  const texts = [
    join(recipesFolder, 'lib.sh'),
    join(recipesFolder, `${piece.name}.sh`),
    ...(piece.sources ?? []).map((source) => join(labFolder, source)),
  ];
  for (const file of texts.flatMap(filesBelow)) hash.update(file.slice(labFolder.length)).update(readFileSync(file));
  for (const need of piece.needs ?? []) hash.update(`${need}=${ids.get(need) ?? ''}\n`);
  return `${piece.name}-${piece.version}-${hash.digest('hex').slice(0, 12)}`;
}

function pieceNamed(name: string, among: readonly Piece[]): Piece {
  const piece = among.find((candidate) => candidate.name === name);
  if (piece === undefined) throw new Error(`The lab has no piece named ${name}.`);
  return piece;
}

/** A piece after all that it needs. */
function withNeeds(name: string): Piece[] {
  const piece = pieceNamed(name, [...requiredPieces, ...optionalPieces]);
  return [...(piece.needs ?? []).flatMap(withNeeds), piece];
}

function plan({ also = [], only }: BuildOptions): { pieces: Piece[]; ids: Map<string, string> } {
  const wanted = only === undefined ? [...requiredPieces, ...also.map((name) => pieceNamed(name, optionalPieces))] : withNeeds(only);
  const pieces = [...new Set(wanted)];
  const ids = new Map<string, string>();
  for (const piece of pieces) ids.set(piece.name, identity(piece, ids));
  return { pieces, ids };
}

/** Builds what is missing and says where everything lies. With nothing to do it takes a few milliseconds. */
export async function build(options: BuildOptions = {}): Promise<Built> {
  const { pieces, ids } = plan(options);
  const folders = new Map(pieces.map((piece) => [piece.name, join(cacheFolder(), ids.get(piece.name) ?? piece.name)]));
  const missing = pieces.filter((piece) => !existsSync(join(folders.get(piece.name) ?? '', '.done')));
  if (missing.length === 0) return folders;
  const log = options.log ?? ((line: string) => process.stderr.write(`${line}\n`));
  mkdirSync(cacheFolder(), { recursive: true });
  const go = await attempt('go', ['version']).catch(() => undefined);
  if (go === undefined) throw new Error('The lab builds its programs with Go, which is not on the PATH.');
  const unlock = await takeLock(join(cacheFolder(), '.lock'), log);
  try {
    const packages = [...new Set([...basePackages, ...pieces.flatMap((piece) => piece.packages ?? [])])];
    await command('bash', [join(recipesFolder, 'apt.sh'), ...packages]);
    for (const piece of missing) buildPiece(piece, folders, log);
  } finally {
    unlock();
  }
  return folders;
}

function buildPiece(piece: Piece, folders: ReadonlyMap<string, string>, log: (line: string) => void): void {
  const target = folders.get(piece.name) ?? '';
  if (existsSync(join(target, '.done'))) return;
  const started = Date.now();
  const out = `${target}.new`;
  const work = `${target}.work`;
  for (const folder of [out, work, target]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  mkdirSync(work, { recursive: true });
  const env: NodeJS.ProcessEnv = { ...process.env, OUT: out, WORK: work, VERSION: piece.version, HERE: recipesFolder };
  for (const [name, folder] of folders) env[`IN_${name.replaceAll('-', '_')}`] = folder;
  const logFile = join(cacheFolder(), `${piece.name}.log`);
  const sink = openSync(logFile, 'w');
  const result = spawnSync('bash', [join(recipesFolder, `${piece.name}.sh`)], { env, cwd: work, stdio: ['ignore', sink, sink] });
  closeSync(sink);
  rmSync(work, { recursive: true, force: true });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (result.status !== 0) {
    const tail = readFileSync(logFile, 'utf8').trim().split('\n').slice(-15).join('\n');
    throw new Error(`Building ${piece.name} failed after ${seconds} s (${logFile}):\n${tail}`);
  }
  writeFileSync(join(out, '.done'), piece.name);
  renameSync(out, target);
  prune(piece, target);
  log(`${piece.name.padEnd(16)} ${seconds.padStart(7)} s`);
}

/** Older builds of a piece go, except those of the last day and those that a lab stands on. */
function prune(piece: Piece, kept: string): void {
  const used = allInstances().flatMap(({ layer, rootfs, disk }) => layer.split(':').concat(rootfs, disk));
  for (const entry of readdirSync(cacheFolder())) {
    const folder = join(cacheFolder(), entry);
    const done = join(folder, '.done');
    if (folder === kept || !existsSync(done) || readFileSync(done, 'utf8') !== piece.name) continue;
    const old = Date.now() - statSync(done).mtimeMs > 24 * 3_600_000;
    if (old && !used.some((path) => path.startsWith(`${folder}/`))) rmSync(folder, { recursive: true, force: true });
  }
}

/** One build at a time on a machine: a file with the builder's pid, taken over when that process is gone. */
async function takeLock(path: string, log: (line: string) => void): Promise<() => void> {
  for (let told = false; ;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const owner = Number(existsSync(path) ? readFileSync(path, 'utf8') : '0');
    if (owner > 0 && !existsSync(`/proc/${owner}`)) rmSync(path, { force: true });
    else if (!told) {
      told = true;
      log(`another build is running (process ${owner}); waiting for it`);
    }
    await sleep(500);
  }
}
