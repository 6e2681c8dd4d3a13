// How an inventory and its second home stand to each other. Pure: from what both last had in common, what is saved, and what is there.
import type { HomeState } from '#contract/inventory/home.ts';
import type { HomeRecord } from '#core/ports/homes.ts';

export type Standing = Exclude<HomeState['state'], 'unreachable'>;

export interface ThreeTexts {
  /** Null: they never had the same. */
  readonly common: string | null;
  readonly saved: string;
  /** Null: there is no such file. */
  readonly there: string | null;
}

export function standingOf({ common, saved, there }: ThreeTexts): Standing {
  if (there === null) return 'absent';
  if (there === saved) return 'same';
  if (there === common) return 'ahead';
  return saved === common ? 'behind' : 'diverged';
}

/** Null where it was never reached. */
export const standingIn = ({ common, there }: Pick<HomeRecord, 'common' | 'there'>, saved: string): Standing | null =>
  there === null ? null : standingOf({ common: common?.text ?? null, saved, there: there.text });

export interface Shown {
  readonly saved: string;
  readonly hasToken: boolean;
}

export function stateOf(record: HomeRecord, { saved, hasToken }: Shown): HomeState {
  const { home, there, fault, checkedAt, sameAt } = record;
  const known = standingIn(record, saved);
  return {
    home,
    hasToken,
    state: fault === null && known !== null ? known : 'unreachable',
    known,
    fault,
    checkedAt,
    sameAt,
    commit: there?.commit ?? '',
  };
}
