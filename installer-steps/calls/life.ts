// What is done to a snap that has run for a while: another channel, another time, away with it; and how long certificates last.
import type { Certificate } from '#contract/nodes.ts';
import type { ScriptAnswer } from '#core/ports/hosts.ts';
import { change, count, every, fields, last, look } from './call.ts';

/** A snap of some 200 MB over a home line, and its services' restart. */
const refreshMs = 1_500_000;
/** Pods are ended and mounts are taken away first. */
export const purgeMs = 600_000;

/** Moves an installed snap to a channel. Answers: state = refreshed | same; problem, failed, room (see problems.ts). */
export const snapRefresh = (snap: string, channel: string) => change('snap-refresh', { args: { snap, channel }, timeoutMs: refreshMs });

/** Removes a snap and its data; what lies in `keep` stays there. Answers: state = removed | absent; failed (see problems.ts). */
export const snapPurge = (snap: string, keep: string) => change('snap-purge', { args: { snap, keep }, timeoutMs: purgeMs });

/** Answers: timer ("" when it is not set). */
export const refreshTimer = () => look('refresh-timer', { asRoot: true });
export const refreshTimerOf = (answer: ScriptAnswer): string => last(answer, 'timer');
/** "": as it was before the first that was set this way; snapd's own where nobody had set any. */
export const setRefreshTimer = (timer: string) => change('set-refresh-timer', { args: { timer } });

/** Certificate authorities, by the names that the scripts give. */
export const authorities: ReadonlySet<string> = new Set(['ca', 'client-ca', 'front-proxy-ca', 'etcd-ca']);
export const certificatesOf = (answer: ScriptAnswer): Certificate[] =>
  every(answer, 'certificate').map((value) => {
    const [name = '', end] = fields(value, 2);
    return { name, endsAt: count(end) * 1000 };
  });
