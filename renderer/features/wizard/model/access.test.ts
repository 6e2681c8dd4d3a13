import { describe, expect, test } from 'vitest';
import { describeFault } from '#contract/faults/catalogue.ts';
import type { Rung } from '#contract/nodes.ts';
import { changedKey, ladder, rungNames, stageOf, sumAccess, untouched, withEvent, type NodeAccess } from './access.ts';
import { node } from './fixtures.ts';

const fresh = node('n1');
const trusted = node('n1', { hostKey: { algorithm: 'ed25519', fingerprint: 'SHA256:a', trustedAt: 1 } });
const at = { host: 'n1', port: 22 };
const pass = (rung: Rung['rung']): Rung => ({ rung, state: 'pass', found: 'ok', fault: null });
const failing = (rung: Rung['rung'], fault: Rung['fault']): NodeAccess => {
  const before = rungNames.slice(0, rungNames.indexOf(rung)).map(pass);
  return { ...untouched, rungs: [...before, { rung, state: 'fail', found: 'no', fault }] };
};

describe('how far a machine has come', () => {
  test('from unread over comparing and trusting to ready', () => {
    expect(stageOf(fresh, untouched)).toBe('unread');
    let access = withEvent(untouched, { type: 'reading' });
    expect(stageOf(fresh, access)).toBe('reading');
    access = withEvent(access, { type: 'seen', key: { algorithm: 'ed25519', fingerprint: 'SHA256:a', state: 'new', trusted: null } });
    expect(stageOf(fresh, access)).toBe('compare');
    expect(ladder(access).map((rung) => rung.state)).toEqual(['pass', 'pass', 'pass', 'not-reached', 'not-reached', 'not-reached']);
    access = withEvent(withEvent(access, { type: 'trusted' }), { type: 'checking' });
    expect(stageOf(trusted, access)).toBe('checking');
    for (const name of rungNames) access = withEvent(access, { type: 'rung', rung: pass(name) });
    expect(stageOf(trusted, withEvent(access, { type: 'checked' }))).toBe('ready');
  });

  test('each failure leads to the one thing that mends it', () => {
    const auth = describeFault('AUTH_REFUSED', { ...at, user: 'u', tried: 'key', offered: 'password' });
    const sudo = describeFault('SUDO_PASSWORD_NEEDED', { host: 'n1', user: 'u' });
    expect(stageOf(trusted, failing('auth', auth))).toBe('locked-out');
    expect(stageOf(trusted, failing('sudo', sudo))).toBe('sudo-password');
    expect(stageOf(trusted, failing('tcp', describeFault('NODE_UNREACHABLE', at)))).toBe('unreachable');
    expect(stageOf(trusted, failing('sudo', describeFault('SUDO_NOT_ALLOWED', { host: 'n1', user: 'u' })))).toBe('stopped');
  });

  test('a changed key stops, whatever else was found, and can never be trusted together with others', () => {
    const seen = { algorithm: 'ed25519', fingerprint: 'SHA256:b', state: 'changed' as const, trusted: 'SHA256:a' };
    const access = withEvent(withEvent(untouched, { type: 'checked' }), { type: 'seen', key: seen });
    expect(stageOf(trusted, access)).toBe('changed');
    expect(changedKey(trusted, access)).toEqual({ trusted: 'SHA256:a', shown: 'SHA256:b' });
    const wasReady = { ...untouched, rungs: rungNames.map(pass) };
    const shownNow = withEvent(wasReady, { type: 'seen', key: seen });
    expect(ladder(shownNow).map((rung) => rung.state)).toEqual(['pass', 'pass', 'pass', 'fail', 'not-reached', 'not-reached']);
    expect(sumAccess([trusted], new Map([['n1', access]])).stages.compare).toEqual([]);
    const doctor = failing('host-key', describeFault('HOST_KEY_CHANGED', { ...at, trusted: 'SHA256:a', fingerprint: 'SHA256:c' }));
    expect(changedKey(trusted, doctor)).toEqual({ trusted: 'SHA256:a', shown: 'SHA256:c' });
  });
});

test('the sum says which machines stand where', () => {
  const busy = withEvent(untouched, { type: 'checking' });
  const sum = sumAccess([fresh, node('n2')], new Map([['n2', busy]]));
  expect(sum).toMatchObject({ total: 2, ready: 0, busy: true });
  expect(sum.stages.unread).toEqual(['n1']);
  expect(sum.stages.checking).toEqual(['n2']);
});
