// How it stands between the inventory and what is, in words.
import type { Drift } from '#contract/inventory/drift.ts';
import type { Status } from '#contract/base.ts';
import { formatEstimate, formatMoment } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { closingsOf } from './drift-model.ts';

const words = t.inventory.changes.head;

export interface Head {
  readonly status: Status;
  readonly sentence: string;
  /** How sure that is. */
  readonly ground: string;
}

function closingWords(drift: Drift): string {
  const { all, plan, own, person } = closingsOf(drift);
  const time = drift.plan === null ? '' : formatEstimate(drift.plan.estimateMs);
  const parts = [
    ...(plan === 0 ? [] : [words.closed(plan, all, time)]),
    ...(own === 0 ? [] : [words.own(own)]),
    ...(person === 0 ? [] : [words.person(person)]),
  ];
  return [words.differences(all), ...(parts.length === 0 ? [] : [parts.join(', ')])].join('; ');
}

function groundOf({ live, applied }: Drift, now: number): string {
  const seen = live.at === null ? '' : formatMoment(live.at, now);
  if (live.state === 'now') return '';
  if (live.state === 'before') return words.silent(seen);
  return applied === null ? words.nothingApplied : words.unseen;
}

export function headOf(drift: Drift, now: number): Head {
  const { live, differences } = drift;
  const ground = groundOf(drift, now);
  const seen = live.state === 'now' && live.at !== null ? `, ${words.seen(formatMoment(live.at, now))}` : '';
  if (differences.length > 0) {
    return { status: 'attention', sentence: `${closingWords(drift)}${seen}.`, ground };
  }
  if (live.state === 'never' && drift.applied === null) return { status: 'off', sentence: words.nothingYet, ground: words.nothingNamed };
  if (live.state === 'now') return { status: 'ready', sentence: `${words.same}${seen}.`, ground };
  return { status: 'unknown', sentence: live.state === 'before' ? words.sameBefore : words.sameNever, ground };
}
