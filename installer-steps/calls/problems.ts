// Troubles that are known by what the tools say. A script names one itself with `problem KIND|DETAIL|MORE`, or hands over a
// tool's own words with `failed TEXT` and the room left with `room MOUNT|FREE BYTES`; it exits 0 then. Here they become faults.
import { fault } from '#core/fault.ts';
import type { ScriptAnswer } from '#core/ports/hosts.ts';
import { count, fields, last } from './call.ts';

interface Where {
  readonly host: string;
  readonly script: string;
}

/**
 * Kinds of problem: locked|HOLDER, disk-full|MOUNT|FREE BYTES, snap-missing, no-network|WHAT IT TRIED.
 * Throws the fault that belongs to the problem; returns when there is none.
 */
export function raiseProblem(answer: ScriptAnswer, where: Where): void {
  const said = last(answer, 'problem');
  const failed = last(answer, 'failed');
  if (said !== '') throw faultOf(fields(said, 3), where, answer);
  if (failed !== '') throw faultOf(recognise(failed, last(answer, 'room')) ?? ['', lastWords(failed)], where, answer);
}

function faultOf([kind = '', detail = '', more = '']: readonly string[], where: Where, answer: ScriptAnswer) {
  const { host, script } = where;
  switch (kind) {
    case 'locked':
      return fault('PACKAGE_LOCKED', { host, holder: detail === '' ? 'another installer' : detail });
    case 'disk-full':
      return fault('DISK_FULL', { host, mount: detail === '' ? '/' : detail, freeBytes: count(more) });
    case 'snap-missing':
      return fault('SNAP_MISSING', { host });
    case 'no-network':
      return fault('NETWORK_MISSING', { host, wanted: detail });
    default:
      return fault('SCRIPT_FAILED', { host, script, exitCode: answer.exitCode, lastLine: detail });
  }
}

/** Canonical Kubernetes says its error and then, now and then, advice for those who make it. */
const itsError = /^The error was: |verification failed: /;
function lastWords(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => itsError.test(line)) ?? lines.at(-1) ?? '').trim();
}

/** What apt, dnf, snapd and MicroK8s say of troubles that have a remedy of their own; the first that fits counts. */
const words: readonly { readonly kind: string; readonly said: RegExp }[] = [
  { kind: 'disk-full', said: /no space left on device|not enough free space|don't have enough free space|disk quota exceeded/i },
  { kind: 'locked', said: /is held by process \d+ \((?<detail>[^)]+)\)/i },
  { kind: 'locked', said: /snap "[^"]+" has "(?<change>[^"]+)" change in progress/i },
  { kind: 'locked', said: /snap "[^"]+" has (?<change>changes) in progress/i },
  { kind: 'locked', said: /snap "[^"]+" has (?<busy>running (?:apps|hooks)[^\n]+)/i },
  {
    kind: 'locked',
    said: /(?<detail>too early for operation)|could not get lock|unable to acquire the dpkg|unable to lock|waiting for cache lock/i,
  },
  {
    kind: 'no-network',
    said: /temporary failure resolving '(?<detail>[^']+)'|lookup (?<name>[a-z0-9.-]+)[^\n]*(?:no such host|server misbehaving|i\/o timeout)/i,
  },
  {
    kind: 'no-network',
    said: /network is unreachable|unable to contact snap store|cannot (?:query|communicate with) (?:the )?(?:store|server)|failed to fetch|could not connect to/i,
  },
];

function recognise(text: string, room: string): readonly string[] | null {
  for (const { kind, said } of words) {
    const found = said.exec(text);
    if (!found) continue;
    if (kind === 'disk-full') return [kind, ...fields(room, 2)];
    const { detail, name, change, busy } = found.groups ?? {};
    const snapd = change !== undefined ? `snapd (${change})` : busy !== undefined ? `snapd, held up by ${busy}` : '';
    return [kind, detail ?? name ?? snapd];
  }
  return null;
}
