import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePort, noSshdReason, noSudoReason, orWhyNot, startSshd, userPassword, users } from '#adapters/conformance/sshd.ts';
import { callOf, codeOf, runOn, targetOn } from '#adapters/conformance/ssh-lab.ts';
import { sshRoom } from '#adapters/conformance/ssh-room.ts';
import type { Rung } from '#contract/nodes.ts';
import { isFault } from '#core/fault.ts';
import type { HostTarget } from '#core/ports/hosts.ts';
import { Secret } from '#core/secret.ts';
import { openHearthKey } from './hearth-key.ts';

const scripts = {
  whoami:
    'answer user "$(id -un)"; answer home "$HOME"; answer argv "$(tr "\\0" " " < /proc/$$/cmdline)"; env | grep -c ARG_ || true; answer stdin "$(cat)"',
  group: 'sleep 1000 & bash -c "trap : TERM; while :; do sleep 1; done" & echo up; wait',
};

describe.skipIf(noSshdReason() !== null)(orWhyNot('ways in', noSshdReason()), () => {
  const room = sshRoom({ scripts, server: { config: ['MaxAuthTries 3'] } });
  const who = async (more: Partial<HostTarget>, asRoot = false, hosts = room.lab.hosts) => {
    const told = await runOn(hosts, targetOn(room.sshd, more), callOf('whoami', { asRoot }));
    return told.answers.get('user')?.[0];
  };
  const keyFile = (name: string, ...options: string[]) => {
    const path = join(room.lab.folder, name);
    execFileSync('ssh-keygen', ['-q', '-f', path, ...(options.length > 0 ? options : ['-t', 'ed25519', '-N', ''])]);
    return path;
  };

  test("Hearth's key is made once, readable by its owner only, and lets in", async () => {
    expect(await who({})).toBe(users.free);
    const path = join(room.lab.folder, 'keys', 'hearth_ed25519');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const both = await Promise.all([openHearthKey(room.lab.folder).publicKey(), openHearthKey(room.lab.folder).publicKey()]);
    expect(both[0]).toEqual(both[1]);
    expect(both[0].publicKey).toBe(await room.lab.publicKey());
    writeFileSync(join(room.lab.folder, 'key.pub'), both[0].publicKey);
    expect(execFileSync('ssh-keygen', ['-lf', join(room.lab.folder, 'key.pub')]).toString()).toContain(both[0].fingerprint);
  });

  test('two engines that make the key at the same moment end with the same one', async () => {
    const dir = join(room.lab.folder, 'race');
    mkdirSync(dir);
    const made = await Promise.all(Array.from({ length: 8 }, () => openHearthKey(dir).publicKey()));
    expect(new Set(made.map((key) => key.fingerprint)).size).toBe(1);
  });

  test('a damaged key of its own is reported and left alone', async () => {
    const dir = join(room.lab.folder, 'damaged');
    mkdirSync(join(dir, 'keys'), { recursive: true });
    writeFileSync(join(dir, 'keys', 'hearth_ed25519'), 'half');
    expect(await codeOf(openHearthKey(dir).publicKey())).toBe('KEY_UNREADABLE');
    expect(readFileSync(join(dir, 'keys', 'hearth_ed25519'), 'utf8')).toBe('half');
  });

  test('key files of the usual kinds let in; an unusable one says why', async () => {
    const pem = keyFile('pem', '-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', '');
    const rewritten = (name: string, passphrase: string) => {
      copyFileSync(pem, join(room.lab.folder, name));
      execFileSync('ssh-keygen', ['-q', '-p', '-m', 'PKCS8', '-N', passphrase, '-f', join(room.lab.folder, name)], { stdio: 'ignore' });
      return join(room.lab.folder, name);
    };
    const pkcs8 = rewritten('pkcs8', '');
    const ecdsa = keyFile('ecdsa', '-t', 'ecdsa', '-N', '');
    for (const path of [pem, ecdsa]) room.sshd.authorise(readFileSync(`${path}.pub`, 'utf8'));
    for (const path of [pem, pkcs8, ecdsa]) {
      expect(await who({ login: { method: 'key-file', path } }), path).toBe(users.free);
    }
    const why = async (path: string) => {
      const error = await who({ login: { method: 'key-file', path } }).catch((cause: unknown) => cause);
      return isFault(error) ? `${error.view.code}: ${error.view.why}` : String(error);
    };
    const locked = keyFile('locked', '-t', 'ed25519', '-N', 'a passphrase');
    expect(await why(locked)).toMatch(/^KEY_UNREADABLE: It is protected by a passphrase/);
    expect(await why(rewritten('locked8', 'a passphrase'))).toMatch(/^KEY_UNREADABLE: It is protected by a passphrase/);
    expect(await why(`${ecdsa}.pub`)).toMatch(/^KEY_UNREADABLE: It is the public half/);
    expect(await why(join(room.lab.folder, 'nowhere'))).toBe('KEY_UNREADABLE: There is no such file.');
    expect(await why('~/no-such-key')).toBe('KEY_UNREADABLE: There is no such file.');
    expect(await why(room.lab.folder)).toBe('KEY_UNREADABLE: It is a folder.');
    expect(await why('/dev/zero')).toBe('KEY_UNREADABLE: It is not a file.');
    expect(await why('/etc/passwd')).toMatch(/^KEY_UNREADABLE: It is not a private key/);
  });

  test('a key that is not installed is refused once, with what was tried and what the server takes', async () => {
    const path = keyFile('stranger');
    const error = await who({ login: { method: 'key-file', path } }).catch((cause: unknown) => cause);
    expect(isFault(error) && error.view).toMatchObject({
      code: 'AUTH_REFUSED',
      kind: 'permanent',
      details: { tried: `the key ${path}`, offered: 'publickey, password, keyboard-interactive' },
    });
  });

  test('the agent lets in; without one, or with too many keys, it is said', async () => {
    const socket = join(room.lab.folder, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
    const { promise, resolve } = Promise.withResolvers<void>();
    agent.stdout.once('data', () => resolve());
    await promise;
    const env = { ...process.env, SSH_AUTH_SOCK: socket };
    const hosts = room.lab.again({ agentSocket: socket });
    const login = { method: 'agent' } as const;
    const empty = await who({ login }, false, hosts).catch((cause: unknown) => cause);
    expect(isFault(empty) && empty.view).toMatchObject({ code: 'AUTH_REFUSED', details: { tried: 'the SSH agent, which holds no key' } });
    const path = keyFile('in-agent');
    room.sshd.authorise(readFileSync(`${path}.pub`, 'utf8'));
    execFileSync('ssh-add', ['-q', path], { env, stdio: 'ignore' });
    expect(await who({ login }, false, hosts)).toBe(users.free);
    execFileSync('ssh-add', ['-q', '-D'], { env, stdio: 'ignore' });
    for (let count = 0; count < 5; count += 1) execFileSync('ssh-add', ['-q', keyFile(`many${count}`)], { env, stdio: 'ignore' });
    expect(await codeOf(who({ login, user: users.asks }, false, room.lab.again({ agentSocket: socket })))).toBe('AUTH_REFUSED');
    agent.kill();
    expect(await codeOf(who({ login }, false, room.lab.again({ agentSocket: join(room.lab.folder, 'no-agent') })))).toBe('AGENT_MISSING');
    expect(await codeOf(who({ login }))).toBe('AGENT_MISSING');
  });

  test('passwords are not sent to a server that takes none', async () => {
    const strict = await startSshd({ config: ['PasswordAuthentication no', 'KbdInteractiveAuthentication no'] });
    const login = { method: 'password', password: new Secret(userPassword) } as const;
    const error = await runOn(room.lab.hosts, targetOn(strict, { login }), callOf('whoami')).catch((cause: unknown) => cause);
    expect(isFault(error) && error.view).toMatchObject({ code: 'AUTH_REFUSED', details: { offered: 'publickey' } });
    await strict.stop();
  });

  describe.skipIf(noSudoReason() !== null)(orWhyNot('sudo', noSudoReason()), () => {
    const asks = { user: users.asks, sudoPassword: new Secret(userPassword) };

    test('without a password, with one, and for root itself', async () => {
      expect(await who({}, true)).toBe('root');
      expect(await who(asks, true)).toBe('root');
      expect(await who(asks, true)).toBe('root');
      expect(await who({ user: 'root' }, true)).toBe('root');
    });

    test('a password that is not asked for never reaches the script, and none is in any argument list', async () => {
      const told = await runOn(
        room.lab.again(),
        targetOn(room.sshd, { sudoPassword: new Secret(userPassword) }),
        callOf('whoami', { asRoot: true, args: { a: 'data-of-mine' } }),
      );
      expect(told).toMatchObject({ exitCode: 0 });
      expect(told.lines).toEqual([{ stream: 'out', text: '0' }]);
      expect(told.answers.get('stdin')).toEqual(['']);
      expect(told.answers.get('home')).toEqual(['/root']);
      expect(told.answers.get('argv')?.[0]).not.toMatch(/Passw0rd|data-of-mine/);
    });

    test('missing password, wrong password and missing right are told apart', async () => {
      expect(await codeOf(who({ user: users.asks }, true))).toBe('SUDO_PASSWORD_NEEDED');
      expect(await codeOf(who({ user: users.asks, sudoPassword: new Secret('wrong') }, true))).toBe('SUDO_PASSWORD_WRONG');
      expect(await codeOf(who({ user: users.bare, sudoPassword: new Secret(userPassword) }, true))).toBe('SUDO_NOT_ALLOWED');
      expect(await codeOf(who({ user: users.bare }, true))).toMatch(/SUDO_PASSWORD_NEEDED|SUDO_NOT_ALLOWED/);
    });

    test('cancelling ends what runs as root, with and without a sudo password', async () => {
      for (const more of [{}, asks]) {
        const stop = new AbortController();
        const up = Promise.withResolvers<void>();
        const io = { signal: stop.signal, onLine: (line: { text: string }) => line.text === 'up' && up.resolve() };
        const code = codeOf(room.lab.hosts.run(targetOn(room.sshd, more), callOf('group', { asRoot: true }), io));
        await up.promise;
        const left = () => room.sshd.processes().filter((line) => /^sleep 1000|^bash -c trap/.test(line)).length;
        expect(left()).toBe(2);
        stop.abort();
        expect(await code).toBe('CANCELLED');
        expect(left()).toBe(0);
      }
    }, 30_000);
  });

  test('cancelling also works where the server allows a single session', async () => {
    const narrow = await startSshd({ config: ['MaxSessions 1'] });
    narrow.authorise(await room.lab.publicKey());
    const stop = new AbortController();
    const up = Promise.withResolvers<void>();
    const io = { signal: stop.signal, onLine: (line: { text: string }) => line.text === 'up' && up.resolve() };
    const code = codeOf(room.lab.hosts.run(targetOn(narrow), callOf('group'), io));
    await up.promise;
    const waiting = runOn(room.lab.hosts, targetOn(narrow), callOf('whoami'));
    stop.abort();
    expect(await code).toBe('CANCELLED');
    expect((await waiting).exitCode).toBe(0);
    expect(narrow.processes().filter((line) => /^sleep 1000|^bash -c trap/.test(line))).toEqual([]);
    await narrow.stop();
  }, 30_000);

  test('through a jump host, if its key is in known_hosts', async () => {
    const inner = await startSshd();
    inner.authorise(await room.lab.publicKey());
    const jump = { address: '127.0.0.1', port: room.sshd.port, user: users.free };
    const target = targetOn(inner, { jump });
    const known = (text: string) => writeFileSync(join(room.lab.folder, 'known_hosts'), text);
    known('');
    expect(await codeOf(runOn(room.lab.hosts, target, callOf('whoami')))).toBe('HOST_KEY_UNKNOWN');
    known(`[127.0.0.1]:${room.sshd.port} ${inner.hostKeyLine}\n`);
    expect(await codeOf(runOn(room.lab.hosts, target, callOf('whoami')))).toBe('HOST_KEY_CHANGED');
    known(`[127.0.0.1]:${room.sshd.port} ${room.sshd.hostKeyLine}\n`);
    expect((await runOn(room.lab.hosts, target, callOf('whoami'))).answers.get('user')).toEqual([users.free]);
    expect((await room.lab.hosts.readHostKey(target, new AbortController().signal)).state).toBe('trusted');
    expect(await codeOf(runOn(room.lab.hosts, targetOn({ ...inner, port: await freePort() }, { jump }), callOf('whoami')))).toBe(
      'SSH_REFUSED',
    );
    expect(await codeOf(runOn(room.lab.hosts, { ...target, hostKey: room.sshd.hostKey }, callOf('whoami')))).toBe('HOST_KEY_CHANGED');
    await inner.stop();
  }, 30_000);

  test('through a jump host that passes nothing on, which is said of it', async () => {
    const closed = await startSshd({ config: ['AllowTcpForwarding no'] });
    closed.authorise(await room.lab.publicKey());
    writeFileSync(join(room.lab.folder, 'known_hosts'), `[127.0.0.1]:${closed.port} ${closed.hostKeyLine}\n`);
    const jump = { address: '127.0.0.1', port: closed.port, user: users.free };
    expect(await codeOf(runOn(room.lab.hosts, targetOn(room.sshd, { jump }), callOf('whoami')))).toBe('JUMP_CLOSED');
    await closed.stop();
  }, 30_000);

  const climbed = async (more: Partial<HostTarget>) => {
    const rungs: Rung[] = [];
    for await (const rung of room.lab.hosts.climb(targetOn(room.sshd, more), new AbortController().signal)) rungs.push(rung);
    return {
      all: rungs,
      ends: rungs
        .filter((rung) => rung.state !== 'running')
        .map((rung) => `${rung.rung} ${rung.state}${rung.fault === null ? '' : ` ${rung.fault.code}`}`),
    };
  };

  test('the doctor climbs every rung of a good machine and says what it found', async () => {
    const { all, ends } = await climbed({});
    expect(ends).toEqual(['resolve pass', 'tcp pass', 'banner pass', 'host-key pass', 'auth pass', 'sudo pass']);
    expect(all.map((rung) => rung.state)).toEqual(Array.from({ length: 6 }, () => ['running', 'pass']).flat());
    const found = (name: string) => all.find((rung) => rung.rung === name && rung.state === 'pass')?.found;
    expect(found('banner')).toMatch(/^It greets as SSH-2\.0-OpenSSH/);
    expect(found('host-key')).toContain(room.sshd.hostKey.fingerprint);
    expect(found('auth')).toBe(`${users.free} is let in with Hearth's key.`);
    expect(found('sudo')).toBe('sudo needs no password.');
    const asked = await climbed({ user: users.asks, sudoPassword: new Secret(userPassword) });
    expect(asked.all.at(-1)?.found).toBe('sudo takes the known password.');
    expect((await climbed({ user: 'root' })).all.at(-1)?.found).toBe('The user is root; sudo is not needed.');
  });

  test('it stops at the first rung that fails, with its fault, and does not reach the rest', async () => {
    const closed = await freePort();
    expect((await climbed({ address: 'no-such-machine.invalid' })).ends[0]).toBe('resolve fail NAME_NOT_RESOLVED');
    expect((await climbed({ port: closed })).ends.slice(0, 3)).toEqual(['resolve pass', 'tcp fail SSH_REFUSED', 'banner not-reached']);
    expect((await climbed({ hostKey: null })).ends.slice(3)).toEqual([
      'host-key fail HOST_KEY_UNKNOWN',
      'auth not-reached',
      'sudo not-reached',
    ]);
    expect((await climbed({ login: { method: 'key-file', path: '/nowhere' } })).ends.slice(3)).toEqual([
      'host-key pass',
      'auth fail KEY_UNREADABLE',
      'sudo not-reached',
    ]);
    expect((await climbed({ user: users.asks })).ends.slice(4)).toEqual(['auth pass', 'sudo fail SUDO_PASSWORD_NEEDED']);
  });
});
