import { describe, expect, test } from 'vitest';
import { fault, isFault } from '#core/fault.ts';
import type { HostTarget } from '#core/ports/hosts.ts';
import { room, tryStep } from '#steps/fixtures.ts';
import { installKey } from './install-key.ts';
import { sudoRule } from './sudo-rule.ts';

const refused = ({ address: host, port, user, login }: HostTarget) =>
  fault('AUTH_REFUSED', { host, port, user, tried: login.method, offered: 'publickey, password' });

describe('install-key', () => {
  /** A machine that knows one password, and Hearth's key once it is installed. */
  const machine = (password: string | undefined, right = 'word') => {
    let installed = false;
    const logIn = (target: HostTarget) => {
      const byPassword = target.login.method === 'password' && target.login.password.reveal() === right;
      if (!byPassword && !(target.login.method === 'hearth-key' && installed)) throw refused(target);
    };
    return room({
      ...(password === undefined ? {} : { password }),
      scripts: {
        'login-check': (_, target) => {
          logIn(target);
          return { user: target.user, sudo: 'password' };
        },
        'install-key': (_, target) => {
          logIn(target);
          installed = true;
          return { state: 'added' };
        },
      },
    });
  };

  test('the password is used for one call only, and the key decides whether it worked', async () => {
    const passwordOnce = 'only-once';
    const { context, calls } = machine(passwordOnce, passwordOnce);
    expect(await tryStep(installKey, context)).toEqual({ holds: true, applied: true, seen: "ubuntu logs in with Hearth's key." });
    expect(calls.map(({ target, call }) => [call.script, target.login.method, call.asRoot])).toEqual([
      ['login-check', 'hearth-key', false],
      ['install-key', 'password', false],
      ['login-check', 'hearth-key', false],
    ]);
    expect(JSON.stringify(calls)).not.toContain(passwordOnce);
    expect((await tryStep(installKey, context)).applied).toBe(false);
  });

  test('a wrong password, or none, ends with the refusal of the machine', async () => {
    for (const password of ['wrong', undefined])
      await expect(tryStep(installKey, machine(password).context)).rejects.toMatchObject({ view: { code: 'AUTH_REFUSED' } });
  });

  test('trouble other than a refusal is not taken for a missing key', async () => {
    const { context, calls } = room({
      password: 'word',
      scripts: {
        'login-check': (_, { address: host, port }) => {
          throw fault('HOST_KEY_CHANGED', { host, port, trusted: 'a', fingerprint: 'b' });
        },
      },
    });
    const error = await tryStep(installKey, context).catch((caught: unknown) => caught);
    expect(isFault(error) && error.view.code).toBe('HOST_KEY_CHANGED');
    expect(calls).toHaveLength(1);
  });
});

describe('sudo-rule', () => {
  test('is written with the password of the run and counts when sudo asks no more', async () => {
    let free = false;
    const { context, calls } = room({
      password: 'word',
      scripts: {
        'check-sudo-rule': () => ({ passwordless: String(free) }),
        'sudo-rule': () => {
          free = true;
          return { state: 'added' };
        },
      },
    });
    expect(await tryStep(sudoRule, context)).toMatchObject({ holds: true, applied: true });
    const written = calls.find(({ call }) => call.changes);
    expect(written).toMatchObject({ call: { script: 'sudo-rule', asRoot: true, args: { user: 'ubuntu' } } });
    expect(written?.target.sudoPassword?.reveal()).toBe('word');
    expect((await tryStep(sudoRule, context)).applied).toBe(false);
  });
});
