import type { ScriptAnswer } from '#core/ports/hosts.ts';
import { change, every, last, look, yes } from './call.ts';

/** A snap of some 200 MB over a home line, then its first start. */
export const installMs = 1_200_000;

/** Answers: snapd = true | false, installed = true | false, channel (tracking), version, classic = true | false, busy (running change, or ""). */
export const snapInfo = (snap: string) => look('snap-info', { args: { snap } });
export function snapOf(answer: ScriptAnswer) {
  return {
    snapd: yes(answer, 'snapd'),
    installed: yes(answer, 'installed'),
    channel: last(answer, 'channel'),
    version: last(answer, 'version'),
    busy: last(answer, 'busy'),
  };
}

/** Answers: doing, once for each task under way, in the words of snapd. */
export const snapProgress = () => look('snap-progress');
export const doingOf = (answer: ScriptAnswer): readonly string[] => every(answer, 'doing');

/**
 * Installs, or switches the channel of what is installed. `launch`: launch configuration (YAML) put in place before the first start, or "".
 * Answers: problem, failed, room (see problems.ts).
 */
export const snapInstall = (snap: string, channel: string, launch = '') =>
  change('snap-install', { args: { snap, channel, confinement: 'classic', launch }, timeoutMs: installMs });

/** A machine with MicroK8s. Answers: pods, services (each a range, or "" where it is not said). */
export const microk8sRanges = () => look('microk8s-ranges', { asRoot: true });
export const rangesOf = (answer: ScriptAnswer) => ({ pods: last(answer, 'pods'), services: last(answer, 'services') });
