import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { noSshdReason, orWhyNot, startSshd, userPassword, users } from '#adapters/conformance/sshd.ts';
import { callOf, codeOf, openSshLab, runOn, targetOn } from '#adapters/conformance/ssh-lab.ts';
import { sshRoom } from '#adapters/conformance/ssh-room.ts';
import { Secret } from '#core/secret.ts';

const reason = noSshdReason();

const scripts = {
  hello: 'say "hello $ARG_WHO"; answer name "$ARG_WHO"; answer name second; answer user "$(id -un)"',
  fails: 'echo one; echo "the disk is full" >&2; exit 7',
  unset: 'echo "$NOT_THERE"; answer reached yes',
  inner: 'x=$(say from-inside; answer a b; echo value); answer x "$x"; read -r line || answer stdin empty',
  partial: 'printf "no newline"; answer after partial; printf "last words"',
  streams: 'for i in $(seq 1 200); do echo "out $i"; echo "err $i" >&2; done',
  shout: 'answer secret-length "${#ARG_TOKEN}"; echo "token is $ARG_TOKEN"; echo "$ARG_TOKEN" >&2; printf %s "$ARG_TOKEN" | base64',
  big: 'head -c 100000000 /dev/zero | tr "\\0" "x" | fold -w 99; answer done yes',
  long: 'head -c 300000 /dev/zero | tr "\\0" "y"; echo; echo "é$(head -c 200000 /dev/zero | tr "\\0" "z")"; printf "10%%\\r50%%\\r100%%\\ncr\\r\\n"',
  utf8: 'for i in $(seq 1 3000); do printf "grüße-日本-🏔-%s\\n" "$i"; done',
  echo: 'for name in ${!ARG_@}; do answer "$name" "${!name}"; done',
  chatty:
    'for i in 1 2 3 4 5 6; do echo "$ARG_NAME $i" >> "$ARG_DIR/log"; echo "line $i"; echo "line $i" >&2; if [ $i = 3 ]; then until [ -e "$ARG_DIR/go" ]; do sleep 0.05; done; fi; done',
  daemon: 'sleep 301 & answer started yes; echo over',
  group: 'sleep 1000 & bash -c "trap : TERM; while :; do sleep 1; done" & echo up; wait',
  slow: 'echo begin; sleep 0.3; echo end',
  overlap: 'd=$ARG_DIR; mkdir "$d/here" || { echo doubled; exit 9; }; sleep 0.2; rmdir "$d/here"',
};

describe.skipIf(reason !== null)(orWhyNot('scripts on a real machine', reason), () => {
  const room = sshRoom({ scripts });

  test('a script gets its arguments, logs and answers', async () => {
    const told = await runOn(room.lab.hosts, targetOn(room.sshd), callOf('hello', { args: { who: 'wörld\n' } }));
    expect(told.exitCode).toBe(0);
    expect(told.answers.get('name')).toEqual(['wörld\n', 'second']);
    expect(told.answers.get('user')).toEqual([users.free]);
    expect(told.lines.map((line) => line.text)).toEqual(['hello wörld', '']);
  });

  test('a failing script is an answer with its exit code and last words', async () => {
    const told = await runOn(room.lab.hosts, targetOn(room.sshd), callOf('fails'));
    expect(told).toMatchObject({ exitCode: 7, lastLine: 'the disk is full' });
    expect(told.lines).toContainEqual({ stream: 'err', text: 'the disk is full' });
    const unset = await runOn(room.lab.hosts, targetOn(room.sshd), callOf('unset'));
    expect(unset.exitCode).not.toBe(0);
    expect(unset.answers.has('reached')).toBe(false);
  });

  test('answers and log lines inside $(…) reach us, and the script cannot read its own text', async () => {
    const told = await runOn(room.lab.hosts, targetOn(room.sshd), callOf('inner'));
    expect([...told.answers]).toEqual([
      ['a', ['b']],
      ['x', ['value']],
      ['stdin', ['empty']],
    ]);
    expect(told.lines).toEqual([{ stream: 'out', text: 'from-inside' }]);
  });

  test('text without a newline is a line before an answer and at the end', async () => {
    const told = await runOn(room.lab.hosts, targetOn(room.sshd), callOf('partial'));
    expect(told.lines.map((line) => line.text)).toEqual(['no newline', 'last words']);
    expect(told.answers.get('after')).toEqual(['partial']);
  });

  test('each stream keeps its order and loses nothing', async () => {
    const told = await runOn(room.lab.hosts, targetOn(room.sshd), callOf('streams'));
    const of = (stream: string) => told.lines.filter((line) => line.stream === stream).map((line) => line.text);
    expect(of('out')).toEqual(Array.from({ length: 200 }, (_, index) => `out ${index + 1}`));
    expect(of('err')).toEqual(Array.from({ length: 200 }, (_, index) => `err ${index + 1}`));
  });

  test('characters of several bytes survive being split between packets', async () => {
    const told = await runOn(room.lab.hosts, targetOn(room.sshd), callOf('utf8'));
    expect(told.lines.map((line) => line.text)).toEqual(Array.from({ length: 3000 }, (_, index) => `grüße-日本-🏔-${index + 1}`));
  });

  test('very long lines are cut with a mark, progress lines shown as a terminal would', async () => {
    const told = await runOn(room.lab.hosts, targetOn(room.sshd), callOf('long'));
    const texts = told.lines.map((line) => line.text);
    expect(texts).toHaveLength(4);
    expect(texts[0]).toMatch(/^y{65536} \[…234464 more bytes\]$/);
    expect(texts[1]).toMatch(/^éz+ \[…\d+ more bytes\]$/);
    expect(texts.slice(2)).toEqual(['100%', 'cr']);
  });

  test('a hundred megabytes pass without being kept', async () => {
    let count = 0;
    let bytes = 0;
    let highest = 0;
    const base = process.memoryUsage().rss;
    const onLine = (line: { text: string }) => {
      count += 1;
      bytes += line.text.length;
      if (count % 10_000 === 0) highest = Math.max(highest, process.memoryUsage().rss);
    };
    const answer = await room.lab.hosts.run(targetOn(room.sshd), callOf('big', { timeoutMs: 60_000 }), {
      signal: new AbortController().signal,
      onLine,
    });
    expect(answer.answers.get('done')).toEqual(['yes']);
    expect({ count, bytes }).toEqual({ count: 1_010_102, bytes: 100_000_000 });
    expect((highest - base) / 1e6).toBeLessThan(400);
  }, 60_000);

  test('secret arguments arrive and never come back in the log', async () => {
    const token = 'very"secret $(id)\nsecond-line-secret';
    const told = await runOn(room.lab.hosts, targetOn(room.sshd), callOf('shout', { secretArgs: { token: new Secret(token) } }));
    expect(told.answers.get('secret-length')).toEqual([String(token.length)]);
    const log = JSON.stringify([told.lines, told.lastLine]);
    for (const piece of ['very"secret', 'very\\"secret', 'second-line-secret', Buffer.from(token).toString('base64')])
      expect(log).not.toContain(piece);
    expect(log).toContain('[secret]');
  });

  test('hostile values arrive byte for byte and nothing in them is run', async () => {
    const canary = join(room.lab.folder, 'canary');
    const bait = [
      `'; touch ${canary}; '`,
      `$(touch ${canary})`,
      `\`touch ${canary}\``,
      `"\n touch ${canary} #`,
      `\\'$(touch ${canary})`,
      '# hearth-end',
      '\u202e\u0000'.slice(0, 1),
    ];
    const value = fc.oneof(
      fc
        .array(fc.oneof(fc.constantFrom(...bait), fc.string({ unit: 'binary' })), { maxLength: 20 })
        .map((parts) => parts.join('').replaceAll('\0', '')),
      fc.constantFrom(`${'ä'.repeat(50_000)}\n\n`, '\n', '', ' ', '-n', '\u001ehearth-', 'hearth-ready\n', "'"),
    );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(value, { minLength: 30, maxLength: 30 }), async (values) => {
        const args = Object.fromEntries(values.map((text, index) => [`v${index}`, text]));
        const told = await runOn(room.lab.hosts, targetOn(room.sshd), callOf('echo', { args }));
        expect(Object.fromEntries([...told.answers].map(([name, [text]]) => [name.slice(4).toLowerCase(), text]))).toEqual(args);
      }),
      // More than a thousand values.
      { numRuns: 34 },
    );
    expect(existsSync(canary)).toBe(false);
  }, 60_000);

  test('a NUL, a strange name or a name given twice is refused before anything is sent', async () => {
    for (const args of [{ a: 'x\0y' }, { 'a b': 'x' }, { 'x;id': 'x' }, { a: '1', A: '2' }]) {
      expect(await codeOf(runOn(room.lab.hosts, targetOn(room.sshd), callOf('echo', { args })))).toBe('INPUT_INVALID');
    }
  });

  test('a child that lives on does not hold the answer back', async () => {
    const told = await runOn(room.lab.hosts, targetOn(room.sshd), callOf('daemon'));
    expect(told).toMatchObject({ exitCode: 0, lastLine: 'over' });
  });

  const groups = () => room.sshd.processes().filter((line) => /^sleep 1000|^bash -c trap/.test(line)).length;
  const cancelled = async (end: 'abort' | 'timeout') => {
    const before = groups();
    const stop = new AbortController();
    const up = Promise.withResolvers<void>();
    const io = { signal: stop.signal, onLine: (line: { text: string }) => line.text === 'up' && up.resolve() };
    const code = codeOf(room.lab.hosts.run(targetOn(room.sshd), callOf('group', { timeoutMs: end === 'timeout' ? 1_500 : 60_000 }), io));
    await up.promise;
    // What is about to become the sleeper still bears its parent's name for a moment.
    await vi.waitFor(() => expect(groups() - before).toBe(2));
    if (end === 'abort') stop.abort();
    return { code: await code, left: groups() - before };
  };

  test('cancelling ends the whole process group on the machine, even one that ignores TERM', async () => {
    expect(await cancelled('abort')).toEqual({ code: 'CANCELLED', left: 0 });
  }, 30_000);

  test('so does running out of time', async () => {
    expect(await cancelled('timeout')).toEqual({ code: 'TIMED_OUT', left: 0 });
  }, 30_000);

  test('a connection lost during a script is transient, and the next call connects anew', async () => {
    const up = Promise.withResolvers<void>();
    const running = room.lab.hosts.run(targetOn(room.sshd), callOf('group'), {
      signal: new AbortController().signal,
      onLine: (line) => line.text === 'up' && up.resolve(),
    });
    const code = codeOf(running);
    await up.promise;
    room.sshd.dropConnections();
    expect(await code).toBe('CONNECTION_LOST');
    expect((await runOn(room.lab.hosts, targetOn(room.sshd), callOf('hello', { args: { who: 'x' } }))).exitCode).toBe(0);
  });

  test('a machine that falls silent is noticed by keep-alive, and cancelling still ends the script there', async () => {
    const before = groups();
    const hosts = room.lab.again({ limits: { keepAliveMs: 150, graceSeconds: 1 } });
    const start = (signal: AbortSignal) => {
      const up = Promise.withResolvers<void>();
      const code = codeOf(
        hosts.run(targetOn(room.sshd), callOf('group'), { signal, onLine: (line) => line.text === 'up' && up.resolve() }),
      );
      return { code, up: up.promise };
    };
    const lost = start(new AbortController().signal);
    await lost.up;
    room.sshd.freezeConnections();
    expect(await lost.code).toBe('CONNECTION_LOST');
    const left = groups();
    const stop = new AbortController();
    const cancelled = start(stop.signal);
    await cancelled.up;
    room.sshd.freezeConnections();
    stop.abort();
    expect(await cancelled.code).toBe('CANCELLED');
    expect(groups()).toBe(left);
    expect(left - before).toBe(2);
    room.sshd.dropConnections();
  }, 40_000);

  test('many scripts at once share one connection', async () => {
    const results = await Promise.all(Array.from({ length: 25 }, () => runOn(room.lab.hosts, targetOn(room.sshd), callOf('slow'))));
    expect(results.map((told) => told.lines.map((line) => line.text))).toEqual(Array.from({ length: 25 }, () => ['begin', 'end']));
  });

  test('changes to one machine never overlap, also from two engines', async () => {
    const other = room.lab.again();
    const call = callOf('overlap', { changes: true, args: { dir: join(room.sshd.folder, 'home', users.free) } });
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, index) => runOn(index % 2 === 0 ? room.lab.hosts : other, targetOn(room.sshd), call)),
    );
    expect(results.map((told) => [told.exitCode, told.lastLine.startsWith('An earlier run') ? '' : told.lastLine])).toEqual(
      Array.from({ length: 6 }, () => [0, '']),
    );
  });

  test('a change goes on to its end when the connection is lost, and its repetition waits for it', async () => {
    const dir = join(room.sshd.folder, 'home', users.free);
    const chatty = (name: string) => callOf('chatty', { changes: true, args: { dir, name } });
    const begun = Promise.withResolvers<void>();
    const onFirst = (line: { text: string }) => line.text === 'line 3' && begun.resolve();
    const first = codeOf(
      room.lab.hosts.run(targetOn(room.sshd), chatty('first'), { signal: new AbortController().signal, onLine: onFirst }),
    );
    await begun.promise;
    room.sshd.dropConnections();
    expect(await first).toBe('CONNECTION_LOST');
    const said: string[] = [];
    const onLine = (line: { text: string }) => {
      said.push(line.text);
      if (said.length === 1) writeFileSync(join(dir, 'go'), '');
    };
    await room.lab.hosts.run(targetOn(room.sshd), chatty('second'), { signal: new AbortController().signal, onLine });
    expect(said[0]).toBe('An earlier run is still at work on this machine; waiting for it.');
    const lines = ['first', 'second'].flatMap((name) => [1, 2, 3, 4, 5, 6].map((number) => `${name} ${number}`));
    expect(readFileSync(join(dir, 'log'), 'utf8').trim().split('\n')).toEqual(lines);
  }, 40_000);

  test('what a change leaves running on purpose is not ended by the next one', async () => {
    const sleepers = () => room.sshd.processes().filter((line) => line.startsWith('sleep 301')).length;
    const before = sleepers();
    await runOn(room.lab.hosts, targetOn(room.sshd), callOf('daemon', { changes: true }));
    await runOn(room.lab.hosts, targetOn(room.sshd), callOf('hello', { changes: true, args: { who: 'x' } }));
    expect(sleepers()).toBe(before + 1);
  });

  test('a left-over of a lost run is ended before the same is done again', async () => {
    const before = groups();
    const up = Promise.withResolvers<void>();
    const first = room.lab.hosts.run(targetOn(room.sshd), callOf('group', { changes: true }), {
      signal: new AbortController().signal,
      onLine: (line) => line.text === 'up' && up.resolve(),
    });
    const code = codeOf(first);
    await up.promise;
    room.sshd.dropConnections();
    expect(await code).toBe('CONNECTION_LOST');
    const again = room.lab.again({ limits: { leftOverMs: 200, graceSeconds: 1 } });
    const told = await runOn(again, targetOn(room.sshd), callOf('hello', { changes: true, args: { who: 'x' }, timeoutMs: 30_000 }));
    expect(told.exitCode).toBe(0);
    expect(told.lines.map((line) => line.text)).toEqual([
      'An earlier run is still at work on this machine; waiting for it.',
      expect.stringMatching(/^It does not end by itself; ending it \(process group \d+\)\.$/),
      'hello x',
    ]);
    expect(groups()).toBe(before);
  }, 40_000);

  test('the run of another Hearth is not ended; the machine is reported busy', async () => {
    const stranger = openSshLab(scripts, { limits: { graceSeconds: 1 } });
    room.sshd.authorise(await stranger.publicKey());
    const stop = new AbortController();
    const up = Promise.withResolvers<void>();
    const theirs = codeOf(
      stranger.hosts.run(targetOn(room.sshd), callOf('group', { changes: true, timeoutMs: 60_000 }), {
        signal: stop.signal,
        onLine: (line) => line.text === 'up' && up.resolve(),
      }),
    );
    await up.promise;
    const mine = room.lab.again({ limits: { leftOverMs: 200, graceSeconds: 1 } });
    expect(await codeOf(runOn(mine, targetOn(room.sshd), callOf('hello', { changes: true, args: { who: 'x' }, timeoutMs: 30_000 })))).toBe(
      'MACHINE_BUSY',
    );
    stop.abort();
    expect(await theirs).toBe('CANCELLED');
    await stranger.end();
  }, 40_000);

  test('a file is copied whole into a private folder', async () => {
    const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251));
    const path = await room.lab.hosts.upload(targetOn(room.sshd), { name: 'chart-1.0.tgz', content }, new AbortController().signal);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(await codeOf(room.lab.hosts.upload(targetOn(room.sshd), { name: '../x', content }, new AbortController().signal))).toBe(
      'INPUT_INVALID',
    );
  });

  test('noise of a login script is not taken for the answer', async () => {
    const rc = join(room.sshd.folder, 'home', users.free, '.bashrc');
    writeFileSync(rc, 'echo "Welcome! hearth-ready"; printf "no newline"; echo oops >&2\n');
    const other = room.lab.again();
    const told = await runOn(other, targetOn(room.sshd), callOf('hello', { args: { who: 'x' } }));
    expect(told.lines).toEqual([{ stream: 'out', text: 'hello x' }]);
    writeFileSync(rc, '');
  });

  test('login by password works, also where only keyboard-interactive is offered', async () => {
    const login = { method: 'password', password: new Secret(userPassword) } as const;
    expect((await runOn(room.lab.hosts, targetOn(room.sshd, { login }), callOf('hello', { args: { who: 'x' } }))).exitCode).toBe(0);
    const strict = await startSshd({ config: ['PasswordAuthentication no', 'KbdInteractiveAuthentication yes'] });
    expect((await runOn(room.lab.hosts, targetOn(strict, { login }), callOf('hello', { args: { who: 'x' } }))).exitCode).toBe(0);
    const wrong = { method: 'password', password: new Secret('nope') } as const;
    expect(await codeOf(runOn(room.lab.hosts, targetOn(room.sshd, { login: wrong }), callOf('hello')))).toBe('PASSWORD_WRONG');
    await strict.stop();
  }, 30_000);
});
