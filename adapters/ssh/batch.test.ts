import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noSudoReason, orWhyNot, userPassword, users } from '#adapters/conformance/sshd.ts';
import { codeOf, targetOn } from '#adapters/conformance/ssh-lab.ts';
import { sshRoom } from '#adapters/conformance/ssh-room.ts';
import type { HostTarget, LookBatch, ScriptAnswer } from '#core/ports/hosts.ts';
import { Secret } from '#core/secret.ts';

const reason = noSudoReason();

const scripts = {
  who: 'answer user "$(id -un)"; answer shell "$$"; say "I am $(id -un)"',
  fails: 'echo one; echo "the disk is full" >&2; exit 7',
  breaks: 'false; answer reached yes',
  unset: 'echo "$ARG_NAME"; answer reached yes',
  litters: 'name=left ARG_NAME=left; export LC_ALL=de_DE; cd /; umask 077; set +e; trap "answer late yes" EXIT; exec 4>&1; answer done yes',
  echo: 'for name in ${!ARG_@}; do answer "$name" "${!name}"; done; answer place "$PWD $(umask) $LC_ALL"',
  shout: 'echo "the password is $ARG_WORD"; echo "$ARG_WORD" >&2; answer length "${#ARG_WORD}"',
  big: 'for i in $(seq 1 2000); do answer line "$i"; done; answer long "$(head -c 200000 /dev/zero | tr "\\0" x)"',
  group: 'sleep 1000 & bash -c "trap : TERM; while :; do sleep 1; done" & echo up; wait',
  touch: 'touch "$ARG_FILE"',
};

describe.skipIf(reason !== null)(orWhyNot('several looks in one session', reason), () => {
  const room = sshRoom({ scripts });

  interface Told extends ScriptAnswer {
    readonly lines: readonly string[];
  }
  async function all(looks: LookBatch['looks'], more: Partial<HostTarget> = {}, asRoot = false): Promise<readonly Told[]> {
    const told: Told[] = [];
    let lines: string[] = [];
    const onAnswer = (answer: ScriptAnswer) => {
      told.push({ ...answer, lines });
      lines = [];
    };
    const io = { signal: new AbortController().signal, onLine: ({ text }: { readonly text: string }) => void lines.push(text), onAnswer };
    await room.lab.hosts.runAll(targetOn(room.sshd, more), { asRoot, looks, timeoutMs: 15_000 }, io);
    return told;
  }
  const plain = (script: keyof typeof scripts, args: Record<string, string> = {}) => ({ script, args });

  test('each answers for itself, in their order, and one that fails is nothing to the next', async () => {
    const told = await all([plain('fails'), plain('who'), plain('breaks'), plain('unset'), plain('who')]);
    expect(told.map(({ exitCode, lastLine, lines }) => ({ exitCode, lastLine, lines }))).toEqual([
      { exitCode: 7, lastLine: 'the disk is full', lines: ['one', 'the disk is full'] },
      { exitCode: 0, lastLine: `I am ${users.free}`, lines: [`I am ${users.free}`] },
      { exitCode: 1, lastLine: '', lines: [] },
      expect.objectContaining({ exitCode: 1, lastLine: expect.stringContaining('ARG_NAME') }),
      { exitCode: 0, lastLine: `I am ${users.free}`, lines: [`I am ${users.free}`] },
    ]);
    expect(told.map(({ answers }) => answers.get('user')?.[0])).toEqual([undefined, users.free, undefined, undefined, users.free]);
    expect(told.flatMap(({ answers }) => answers.get('reached') ?? [])).toEqual([]);
    // One process group on the machine, and so one session.
    expect(new Set(told.flatMap(({ answers }) => answers.get('shell') ?? [])).size).toBe(1);
  });

  test('nothing that one sets reaches the next', async () => {
    const [littered, found] = await all([plain('litters', { name: 'mine' }), plain('echo', { other: 'x' })]);
    expect(littered?.answers.get('late')).toEqual(['yes']);
    expect([...(found?.answers ?? [])]).toEqual([
      ['ARG_OTHER', ['x']],
      ['place', [expect.stringMatching(/ 0022 C$/)]],
    ]);
  });

  test('as root by way of sudo, with its password and without', async () => {
    expect((await all([plain('who'), plain('who')], {}, true)).map(({ answers }) => answers.get('user'))).toEqual([['root'], ['root']]);
    const asks = { user: users.asks, login: { method: 'password' as const, password: new Secret(userPassword) } };
    const told = await all([plain('who'), plain('fails')], { ...asks, sudoPassword: new Secret(userPassword) }, true);
    expect(told.map(({ exitCode }) => exitCode)).toEqual([0, 7]);
    expect(await codeOf(all([plain('who')], asks, true))).toBe('SUDO_PASSWORD_NEEDED');
  });

  test('passwords never come back in a log line', async () => {
    const word = 'a "password" $(id) with\nlines';
    const login = {
      user: users.asks,
      login: { method: 'password' as const, password: new Secret(userPassword) },
      sudoPassword: new Secret(word),
    };
    const told = await all([plain('shout', { word }), plain('shout', { word: userPassword })], login);
    expect(told.map(({ answers }) => answers.get('length')?.[0])).toEqual([String(word.length), String(userPassword.length)]);
    const text = told.flatMap(({ lines }) => lines).join('\n');
    expect(text).not.toContain(userPassword);
    expect(text).not.toContain('a "password"');
    expect(text).toContain('the password is');
  });

  test('long answers come whole, and the next one after them', async () => {
    const [big, who] = await all([plain('big'), plain('who')]);
    expect(big?.answers.get('line')).toHaveLength(2000);
    expect(big?.answers.get('long')?.[0]).toHaveLength(200_000);
    expect(who?.answers.get('user')).toEqual([users.free]);
  });

  test('arguments are data, whatever they are', async () => {
    const values = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !text.includes('\0') && text.isWellFormed());
    const hostile = fc.constantFrom(
      '$(touch /tmp/hearth-canary)',
      '`id`',
      "'; exit 9; '",
      'a\nb',
      '-n',
      '*',
      '\\',
      '"',
      '${hearth_values[0]}',
      '',
    );
    const names = fc.constantFrom('a', 'b_2', 'name', 'hearth_values', 'hearth_at', 'value');
    const args = fc.dictionary(names, fc.oneof(values, hostile), { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(args, { minLength: 1, maxLength: 4 }), async (given) => {
        const told = await all(given.map((one) => plain('echo', one)));
        expect(told.map(({ exitCode }) => exitCode)).toEqual(given.map(() => 0));
        told.forEach(({ answers }, index) => {
          const wanted = Object.entries(given[index] ?? {}).map(([name, value]) => [`ARG_${name.toUpperCase()}`, [value]]);
          expect(Object.fromEntries([...answers].filter(([name]) => name !== 'place'))).toEqual(Object.fromEntries(wanted));
        });
      }),
      { numRuns: 25 },
    );
    expect(existsSync('/tmp/hearth-canary')).toBe(false);
  }, 60_000);

  test('a name that is none in a shell is refused before anything is sent', async () => {
    const file = join(room.sshd.folder, 'home', users.free, 'canary');
    for (const name of ['x[$(id)]', 'a b', '1', '']) {
      expect(await codeOf(all([plain('touch', { file }), plain('echo', { [name]: 'x' })]))).toBe('INPUT_INVALID');
    }
    expect(existsSync(file)).toBe(false);
  });

  test('cancelling ends all of it on the machine; what had been answered stays answered', async () => {
    const stop = new AbortController();
    const told: ScriptAnswer[] = [];
    const io = {
      signal: stop.signal,
      onLine: ({ text }: { readonly text: string }) => {
        if (text === 'up') stop.abort();
      },
      onAnswer: (answer: ScriptAnswer) => void told.push(answer),
    };
    const batch = { asRoot: false, looks: [plain('who'), plain('group'), plain('who')], timeoutMs: 15_000 };
    expect(await codeOf(room.lab.hosts.runAll(targetOn(room.sshd), batch, io))).toBe('CANCELLED');
    expect(told.map(({ answers }) => answers.get('user'))).toEqual([[users.free]]);
    expect(room.sshd.processes().filter((line) => line.includes('sleep'))).toEqual([]);
  });
});
