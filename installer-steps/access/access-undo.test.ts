import { expect, test } from 'vitest';
import { fault } from '#core/fault.ts';
import { reversed } from '#core/runs/reversed.ts';
import { room, tryStep } from '#steps/fixtures.ts';
import { installKey } from './install-key.ts';
import { sudoRule } from './sudo-rule.ts';

test('the key takes itself out, and counts as gone when a login of its own is refused', async () => {
  let installed = true;
  const { context, calls } = room({
    scripts: {
      'login-check': (call, { address: host, port, user }) => {
        expect(call.freshLogin).toBe(true);
        if (!installed) throw fault('AUTH_REFUSED', { host, port, user, tried: 'hearth-key', offered: 'password' });
        return { user, sudo: 'password' };
      },
      'remove-key': () => {
        installed = false;
        return { state: 'removed' };
      },
    },
  });
  expect(await tryStep(reversed(installKey), context)).toMatchObject({ holds: true, applied: true });
  expect(calls.find(({ call }) => call.changes)).toMatchObject({
    call: { script: 'remove-key', asRoot: false, args: { public_key: 'ssh-ed25519 AAAA hearth' } },
    target: { login: { method: 'hearth-key' } },
  });
  expect((await tryStep(reversed(installKey), context)).applied).toBe(false);
});

test('the rule is gone when Hearth has none, also where another rule frees sudo', async () => {
  let rule = true;
  const { context, called } = room({
    scripts: {
      'check-sudo-rule': () => ({ passwordless: 'true', rule: String(rule) }),
      'remove-sudo-rule': () => {
        rule = false;
        return { state: 'removed' };
      },
    },
  });
  expect(await tryStep(reversed(sudoRule), context)).toMatchObject({ holds: true, applied: true });
  expect((await tryStep(reversed(sudoRule), context)).applied).toBe(false);
  expect(called.filter((one) => one.endsWith('remove-sudo-rule'))).toHaveLength(1);
});
