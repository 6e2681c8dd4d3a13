// Mending what the preflight found: swap, time, machine id, package cache.
import type { ScriptAnswer } from '#core/ports/hosts.ts';
import { change, count, every, last, look } from './call.ts';

/** Answers: on = NAME for each swap in use, listed = NAME for each in /etc/fstab, switched-off = NAME for each that Hearth made a comment. */
export const swapState = () => look('swap-state');
export const swapOf = (answer: ScriptAnswer) => ({
  on: every(answer, 'on'),
  listed: every(answer, 'listed'),
  switchedOff: every(answer, 'switched-off'),
});
/** What is swapped out has to come back into memory first. */
const swapMs = 300_000;
export const swapOff = () => change('swap-off', { timeoutMs: swapMs });
export const swapOn = () => change('swap-on');

/** Answers: state = on | off | none. */
export const timeSyncState = () => look('time-sync-state');
export const timeSyncOf = (answer: ScriptAnswer) => last(answer, 'state');
export const setTimeSync = (on: 'true' | 'false') => change('set-time-sync', { args: { on } });

/** Answers: id. */
export const machineId = () => look('machine-id');
export const newMachineId = () => change('new-machine-id');
export const machineIdOf = (answer: ScriptAnswer) => last(answer, 'id');

/** Answers: bytes. */
export const packageCache = () => look('package-cache');
export const cachedBytesOf = (answer: ScriptAnswer) => count(last(answer, 'bytes'));
/** Answers: failed (see problems.ts). */
export const cleanPackages = () => change('clean-packages');
