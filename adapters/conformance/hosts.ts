// What every Hosts does, over SSH and in the practice lab: one story from a bare machine to one that is ready for work.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rung } from '#contract/nodes.ts';
import { isFault } from '#core/fault.ts';
import type { Hosts, HostTarget, ScriptAnswer, ScriptCall } from '#core/ports/hosts.ts';
import { Secret } from '#core/secret.ts';

/** A bare machine: a user with a password who may use sudo with it, and a key of Hearth that is not installed yet. */
export interface HostsUnderTest {
  readonly hosts: Hosts;
  readonly machine: Pick<HostTarget, 'label' | 'address' | 'port' | 'user' | 'jump'>;
  readonly password: string;
  readonly publicKey: string;
  /** Same machine, a port on which nothing listens. */
  readonly closedPort: number;
  end(): Promise<void>;
}

const never = () => new AbortController().signal;
const call = (script: string, more: Partial<ScriptCall> = {}): ScriptCall => ({
  script,
  args: {},
  asRoot: false,
  changes: false,
  timeoutMs: 30_000,
  ...more,
});

export function hostsConformance(name: string, open: () => Promise<HostsUnderTest>): void {
  describe(`Hosts: ${name}`, () => {
    let under: HostsUnderTest;
    let hostKey: HostTarget['hostKey'] = null;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under?.end());

    const password = () => new Secret(under.password);
    const target = (more: Partial<HostTarget> = {}): HostTarget => ({
      ...under.machine,
      login: { method: 'password', password: password() },
      hostKey,
      sudoPassword: null,
      ...more,
    });
    const run = (one: HostTarget, what: ScriptCall, signal = never()) => under.hosts.run(one, what, { signal, onLine: () => undefined });
    const answer = async (one: HostTarget, what: ScriptCall, key: string) => (await run(one, what)).answers.get(key)?.at(-1);
    const fault = async (work: Promise<unknown>) => {
      const error = await work.then(
        () => null,
        (cause: unknown) => cause,
      );
      return isFault(error) ? { code: error.view.code, kind: error.view.kind } : error;
    };
    const climb = async (one: HostTarget) => {
      const rungs: Rung[] = [];
      for await (const rung of under.hosts.climb(one, never())) rungs.push(rung);
      return rungs;
    };

    test('nothing is done on a machine whose key is not trusted', async () => {
      expect(await fault(run(target({ hostKey: null }), call('login-check')))).toEqual({ code: 'HOST_KEY_UNKNOWN', kind: 'permanent' });
      const rungs = await climb(target({ hostKey: null }));
      expect(rungs.map((rung) => [rung.rung, rung.state])).toEqual([
        ...['resolve', 'tcp', 'banner'].flatMap((rung) => [
          [rung, 'running'],
          [rung, 'pass'],
        ]),
        ['host-key', 'running'],
        ['host-key', 'fail'],
        ['auth', 'not-reached'],
        ['sudo', 'not-reached'],
      ]);
      expect(rungs.find((rung) => rung.state === 'fail')?.fault?.code).toBe('HOST_KEY_UNKNOWN');
    });

    test('its key can be read, and is then new, trusted or changed', async () => {
      const read = (trusted: HostTarget['hostKey']) => under.hosts.readHostKey({ ...under.machine, hostKey: trusted }, never());
      const seen = await read(null);
      expect(seen).toMatchObject({ state: 'new', trusted: null, fingerprint: expect.stringMatching(/^SHA256:/) });
      hostKey = { algorithm: seen.algorithm, fingerprint: seen.fingerprint };
      expect((await read(hostKey)).state).toBe('trusted');
      const other = { algorithm: seen.algorithm, fingerprint: `SHA256:${'A'.repeat(43)}` };
      expect(await read(other)).toMatchObject({ state: 'changed', trusted: other.fingerprint });
      expect(await fault(run(target({ hostKey: other }), call('login-check')))).toEqual({ code: 'HOST_KEY_CHANGED', kind: 'permanent' });
    });

    test('a port that refuses is transient; a wrong password and a missing key are not', async () => {
      expect(await fault(run(target({ port: under.closedPort }), call('login-check')))).toEqual({ code: 'SSH_REFUSED', kind: 'transient' });
      const wrong = { method: 'password', password: new Secret('not the password') } as const;
      expect(await fault(run(target({ login: wrong }), call('login-check')))).toEqual({ code: 'PASSWORD_WRONG', kind: 'permanent' });
      expect(await fault(run(target({ login: { method: 'hearth-key' } }), call('login-check')))).toEqual({
        code: 'AUTH_REFUSED',
        kind: 'permanent',
      });
    });

    test('a refusal names the machine by its label, not by its address', async () => {
      const { label, port, user } = under.machine;
      const detailsOf = async (one: HostTarget, what: ScriptCall, signal = never()) => {
        const error = await run(one, what, signal).catch((cause: unknown) => cause);
        return isFault(error) ? error.view.details : error;
      };
      const wrong = { method: 'password', password: new Secret('not the password') } as const;
      const check = call('login-check');
      expect(await detailsOf(target({ hostKey: null }), check)).toMatchObject({ host: label, port });
      expect(await detailsOf(target({ port: under.closedPort }), check)).toEqual({ host: label, port: under.closedPort });
      expect(await detailsOf(target({ login: wrong }), check)).toEqual({ host: label, port, user });
      expect(await detailsOf(target({ login: { method: 'hearth-key' } }), check)).toMatchObject({
        host: label,
        port,
        user,
        tried: "Hearth's key",
      });
      expect(await detailsOf(target(), call('check-hostname', { asRoot: true }))).toEqual({ host: label, user });
      const stop = new AbortController();
      stop.abort();
      expect(await detailsOf(target(), check, stop.signal)).toEqual({ doing: expect.stringContaining(label) });
    });

    test('the password lets in once, to install the key that lets in from then on', async () => {
      expect(await answer(target(), call('login-check'), 'user')).toBe(under.machine.user);
      const install = call('install-key', { args: { public_key: under.publicKey }, changes: true });
      expect(await answer(target(), install, 'state')).toBe('added');
      expect(await answer(target({ login: { method: 'hearth-key' } }), install, 'state')).toBe('present');
      expect(await answer(target({ login: { method: 'hearth-key' } }), call('login-check'), 'sudo')).toBe('password');
    });

    test('sudo without its password, with a wrong one and with the right one', async () => {
      const login = { method: 'hearth-key' } as const;
      const asRoot = call('check-hostname', { asRoot: true });
      expect(await fault(run(target({ login }), asRoot))).toEqual({ code: 'SUDO_PASSWORD_NEEDED', kind: 'permanent' });
      expect(await fault(run(target({ login, sudoPassword: new Secret('not the password') }), asRoot))).toEqual({
        code: 'SUDO_PASSWORD_WRONG',
        kind: 'permanent',
      });
      expect(await answer(target({ login, sudoPassword: password() }), asRoot, 'hostname')).toMatch(/./);
      expect((await climb(target({ login }))).at(-1)).toMatchObject({
        rung: 'sudo',
        state: 'fail',
        fault: { code: 'SUDO_PASSWORD_NEEDED' },
      });
    });

    test('a rule frees sudo of its password, and the doctor then passes every rung', async () => {
      const login = { method: 'hearth-key' } as const;
      const rule = call('sudo-rule', { asRoot: true, changes: true, args: { user: under.machine.user } });
      expect(await answer(target({ login, sudoPassword: password() }), rule, 'state')).toBe('added');
      expect(await answer(target({ login }), call('login-check'), 'sudo')).toBe('free');
      const rungs = await climb(target({ login }));
      expect(rungs.map((rung) => rung.state)).toEqual(Array.from({ length: 6 }, () => ['running', 'pass']).flat());
      expect(rungs.filter((rung) => rung.state === 'pass' && rung.found === '')).toEqual([]);
    });

    test('several looks in one round trip answer as each would alone', async () => {
      const one = target({ login: { method: 'hearth-key' } });
      const looks = [
        { script: 'login-check', args: {} },
        { script: 'check-hosts-file', args: { entries: '10.0.0.1=nobody' } },
        { script: 'check-hostname', args: {} },
      ];
      const alone = await Promise.all(looks.map(async (look) => await run(one, call(look.script, { args: look.args }))));
      for (const asRoot of [false, true]) {
        const together: ScriptAnswer[] = [];
        const io = { signal: never(), onLine: () => undefined, onAnswer: (told: ScriptAnswer) => void together.push(told) };
        await under.hosts.runAll(one, { asRoot, looks, timeoutMs: 30_000 }, io);
        expect(together.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
        expect(together.slice(1).map(({ answers }) => answers)).toEqual(alone.slice(1).map(({ answers }) => answers));
        expect(together[0]?.answers.has('user')).toBe(true);
      }
    });

    test('several looks are refused and cancelled as one is', async () => {
      const looks = [{ script: 'login-check', args: {} }];
      const all = (more: Partial<HostTarget>, signal = never()) =>
        under.hosts.runAll(
          target(more),
          { asRoot: false, looks, timeoutMs: 30_000 },
          { signal, onLine: () => undefined, onAnswer: () => undefined },
        );
      expect(await fault(all({ hostKey: null }))).toEqual({ code: 'HOST_KEY_UNKNOWN', kind: 'permanent' });
      expect(await fault(all({ port: under.closedPort }))).toEqual({ code: 'SSH_REFUSED', kind: 'transient' });
      const stop = new AbortController();
      stop.abort();
      expect(await fault(all({ login: { method: 'hearth-key' } }, stop.signal))).toEqual({ code: 'CANCELLED', kind: 'permanent' });
    });

    test('a login that is asked for anew does not use a connection that is open', async () => {
      const login = { method: 'hearth-key' } as const;
      const fresh = call('login-check', { freshLogin: true });
      expect(await answer(target({ login }), fresh, 'user')).toBe(under.machine.user);
    });

    test('a call that is aborted is CANCELLED', async () => {
      const login = { method: 'hearth-key' } as const;
      const stop = new AbortController();
      stop.abort();
      expect(await fault(run(target({ login }), call('login-check'), stop.signal))).toEqual({ code: 'CANCELLED', kind: 'permanent' });
    });

    test('a file can be put there', async () => {
      const file = { name: 'chart.tgz', content: new Uint8Array([1, 2, 3]) };
      expect(await under.hosts.upload(target({ login: { method: 'hearth-key' } }), file, never())).toMatch(/^\/.*chart\.tgz$/);
    });

    test('the rule and then the key are taken away again, and the key lets in no more', async () => {
      const login = { method: 'hearth-key' } as const;
      const unrule = call('remove-sudo-rule', { asRoot: true, changes: true, args: { user: under.machine.user } });
      expect(await answer(target({ login }), unrule, 'state')).toBe('removed');
      expect(await answer(target({ login }), call('login-check'), 'sudo')).toBe('password');
      expect(await answer(target({ login, sudoPassword: password() }), unrule, 'state')).toBe('absent');
      const unkey = call('remove-key', { args: { public_key: under.publicKey }, changes: true });
      expect(await answer(target({ login }), unkey, 'state')).toBe('removed');
      expect(await answer(target(), unkey, 'state')).toBe('absent');
      expect(await fault(run(target({ login }), call('login-check', { freshLogin: true })))).toEqual({
        code: 'AUTH_REFUSED',
        kind: 'permanent',
      });
    });
  });
}
