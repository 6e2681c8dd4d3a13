import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '#adapters/clock/system-clock.ts';
import { isFault } from '#core/fault.ts';
import { openFiles } from './open.ts';

const root = mkdtempSync(join(tmpdir(), 'hearth-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const { signal } = new AbortController();

let dir = '';
let path = '';
beforeEach(() => {
  dir = mkdtempSync(join(root, 'test-'));
  path = join(dir, 'home.yaml');
});
const files = openFiles({ clock: systemClock, settleMs: 20, pace: { quietMs: 20, recheckMs: 100 } });
async function faultOf(work: Promise<unknown>): Promise<{ code: string; why: string }> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isFault(error)) throw new Error('There was no fault.', { cause: error });
  return error.view;
}
const write = (text: string, expected: string | null) => files.write(path, { text, expected }, signal);

describe('reading', () => {
  it('takes what is there, byte for byte, and tells a missing file from a missing folder', async () => {
    expect(await files.read(path, signal)).toBe(null);
    writeFileSync(path, '\uFEFFname: Grüße\r\n');
    expect(await files.read(path, signal)).toBe('\uFEFFname: Grüße\r\n');
    expect(await faultOf(files.read(join(dir, 'drive', 'home.yaml'), signal))).toMatchObject({ code: 'HOME_UNREACHABLE' });
  });

  it('waits until a program has written all of it', async () => {
    writeFileSync(path, 'name: old\n');
    truncateSync(path, 0);
    // Each step is waited for by what is read meanwhile, so the last one decides.
    let turn = 0;
    const slow = openFiles({
      clock: {
        async sleep() {
          turn += 1;
          if (turn === 2) writeFileSync(path, 'name: ha');
          if (turn === 3) writeFileSync(path, 'name: half and the rest\n');
        },
      },
    });
    expect(await slow.read(path, signal)).toBe('name: half and the rest\n');
  });

  it('finds the new file when an editor has moved the old one away first', async () => {
    writeFileSync(path, 'name: old\n');
    renameSync(path, `${path}~`);
    let turn = 0;
    const editor = openFiles({
      clock: {
        async sleep() {
          turn += 1;
          if (turn === 1) writeFileSync(path, 'name: new\n');
        },
      },
    });
    expect(await editor.read(path, signal)).toBe('name: new\n');
  });

  it('gives up on a file that never rests, and on request', async () => {
    let turn = 0;
    const restless = openFiles({
      clock: {
        async sleep() {
          turn += 1;
          writeFileSync(path, 'x'.repeat(turn));
        },
      },
    });
    expect(await faultOf(restless.read(path, signal))).toMatchObject({ code: 'HOME_UNREACHABLE' });
    await expect(files.read(path, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });

  it('gives up on a drive that does not answer, and asks it for nothing more until it does', async () => {
    writeFileSync(path, 'name: 1\n');
    let [asked, isHung] = [0, true];
    const hanging = Promise.withResolvers<void>();
    const hung = openFiles({
      patienceMs: 50,
      clock: {
        async sleep() {
          if (isHung) asked += 1;
          if (isHung) await hanging.promise;
        },
      },
    });
    const why = { code: 'HOME_UNREACHABLE', why: 'The drive does not answer.' };
    expect(await faultOf(hung.read(path, signal))).toMatchObject(why);
    expect(await faultOf(hung.write(path, { text: 'name: 2\n', expected: 'name: 1\n' }, signal))).toMatchObject(why);
    expect(asked).toBe(1);
    isHung = false;
    hanging.resolve();
    await expect.poll(() => hung.read(path, signal).catch(() => 'silent')).toBe('name: 1\n');
  });

  it('follows links, and refuses what is no file, too large or no text', async () => {
    const target = join(dir, 'target.yaml');
    writeFileSync(target, 'name: linked\n');
    symlinkSync('target.yaml', path);
    expect(await files.read(path, signal)).toBe('name: linked\n');

    const refused = async (name: string) =>
      expect(await faultOf(files.read(join(dir, name), signal))).toMatchObject({ code: 'HOME_REFUSED' });
    mkdirSync(join(dir, 'folder'));
    execFileSync('mkfifo', [join(dir, 'pipe')]);
    symlinkSync('circle', join(dir, 'circle'));
    writeFileSync(join(dir, 'large'), '');
    truncateSync(join(dir, 'large'), 50 * 2 ** 20);
    writeFileSync(join(dir, 'binary'), Buffer.from([0xff, 0x00]));
    for (const name of ['folder', 'pipe', 'circle', 'large', 'binary', 'target.yaml/below']) await refused(name);
    expect(await faultOf(files.read('/dev/zero', signal))).toMatchObject({ code: 'HOME_REFUSED' });
  });
});

describe('writing', () => {
  it('puts the new text in the place of the old one, with its mode, and through links', async () => {
    await write('name: 1\n', null);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o664);
    renameSync(path, join(dir, 'target.yaml'));
    symlinkSync('target.yaml', path);
    await write('name: 2\n', 'name: 1\n');
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(dir, 'target.yaml'), 'utf8')).toBe('name: 2\n');
    expect(statSync(path).mode & 0o777).toBe(0o664);
    expect(readdirSync(dir).toSorted()).toEqual(['home.yaml', 'target.yaml']);
  });

  it('writes over nothing that it does not know', async () => {
    writeFileSync(path, 'name: somebody\n');
    expect(await faultOf(write('name: 2\n', 'name: 1\n'))).toMatchObject({ code: 'HOME_DIVERGED' });
    expect(await faultOf(write('name: 2\n', null))).toMatchObject({ code: 'HOME_DIVERGED' });
    rmSync(path);
    expect(await faultOf(write('name: 2\n', 'name: somebody\n'))).toMatchObject({ code: 'HOME_DIVERGED' });
    expect(existsSync(path)).toBe(false);
  });

  it('clears away what a crash has left, and writes through no link in its place', async () => {
    writeFileSync(join(dir, 'victim'), 'precious');
    symlinkSync('victim', join(dir, '.home.yaml.part'));
    await write('name: 1\n', null);
    expect(readFileSync(join(dir, 'victim'), 'utf8')).toBe('precious');
    expect(readdirSync(dir).toSorted()).toEqual(['home.yaml', 'victim']);
  });

  it('that fails leaves the old file whole and says why', async () => {
    expect(await faultOf(files.write(join(dir, 'gone', 'x'), { text: 'a', expected: null }, signal))).toMatchObject({
      code: 'HOME_UNREACHABLE',
    });
    // Nobody may write there, root included.
    expect(await faultOf(files.write('/proc/home.yaml', { text: 'a', expected: null }, signal))).toSatisfy(
      ({ code }: { code: string }) => code === 'HOME_REFUSED' || code === 'HOME_UNREACHABLE',
    );
    const long = join(dir, 'x'.repeat(252));
    writeFileSync(long, 'name: old\n');
    expect(await faultOf(files.write(long, { text: 'a', expected: 'name: old\n' }, signal))).toMatchObject({ code: 'HOME_REFUSED' });
    expect(readFileSync(long, 'utf8')).toBe('name: old\n');
  });
});

/** Writes in a process of its own, in which something has been set before; its last line is the fault. */
function writeAfter(setting: string, text: string): string {
  const script = `
    import { openFiles } from '#adapters/files/open.ts';
    const files = openFiles({ clock: { sleep: async () => {} } });
    const { HOME_FILE: path, HOME_TEXT: text } = process.env;
    const expected = await files.read(path, new AbortController().signal);
    await files.write(path, { text, expected }, new AbortController().signal).then(() => console.log('written'), (error) => console.log(error.view.why));`;
  const run = `${setting}; exec "$0" --no-warnings --input-type=module --eval "$1"`;
  return execFileSync('bash', ['-c', run, process.execPath, script], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: { ...process.env, HOME_FILE: path, HOME_TEXT: text },
    encoding: 'utf8',
  }).trim();
}

it('a disk that takes only the beginning of a text leaves the old one whole', () => {
  writeFileSync(path, 'name: old\n');
  expect(writeAfter('true', 'name: new\n')).toBe('written');
  expect(writeAfter("trap '' XFSZ; ulimit -f 1", 'x'.repeat(20_000))).toBe('Files there may not be so large.');
  expect(readFileSync(path, 'utf8')).toBe('name: new\n');
  expect(readdirSync(dir)).toEqual(['home.yaml']);
});

describe('watching', () => {
  /** Once it hears of changes. */
  async function watching(at: string) {
    let [told, wake] = [0, () => {}];
    const watch = files.watch(at, () => {
      told += 1;
      wake();
    });
    onTestFinished(() => watch.close());
    /** Resolves with the next telling. */
    const next = () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      });
    await next();
    return { close: () => watch.close(), told: () => told, next };
  }

  it('tells of a file that is written, replaced by rename, emptied, removed and made again', async () => {
    writeFileSync(path, 'name: 1\n');
    const { next } = await watching(path);
    const changes = [
      () => writeFileSync(path, 'name: 2\n'),
      () => {
        writeFileSync(join(dir, 'new'), 'name: 3\n');
        renameSync(join(dir, 'new'), path);
      },
      () => truncateSync(path, 0),
      () => rmSync(path),
      () => writeFileSync(path, 'name: 4\n'),
    ];
    for (const change of changes) {
      const told = next();
      change();
      await told;
    }
  });

  it('tells of changes where a link leads, and in a folder that comes later', async () => {
    mkdirSync(join(dir, 'a'));
    writeFileSync(join(dir, 'a', 'target'), '1');
    symlinkSync('a/target', path);
    const linked = await watching(path);
    const first = linked.next();
    writeFileSync(join(dir, 'a', 'target'), '22');
    await first;

    const later = await watching(join(dir, 'b', 'home.yaml'));
    const told = later.next();
    mkdirSync(join(dir, 'b'));
    writeFileSync(join(dir, 'b', 'home.yaml'), '1');
    await told;
  });

  it('is quiet after its end', async () => {
    const ended = await watching(path);
    ended.close();
    const other = await watching(path);
    const told = other.next();
    writeFileSync(path, 'name: 1\n');
    await told;
    expect(ended.told()).toBe(1);
  });
});
