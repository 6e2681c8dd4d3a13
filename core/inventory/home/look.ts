// A look at a second home, and what it means for what is remembered of it.
import type { HomeState } from '#contract/inventory/home.ts';
import { fault, isFault, type Fault } from '#core/fault.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import type { HomeRecord, HomeStore } from '#core/ports/homes.ts';
import { homeTokenName } from '#core/ports/secrets.ts';
import type { StoredVersion } from '#core/ports/store.ts';
import type { VersionDeps } from '#core/inventory/versions/save-version.ts';
import { documentOf, type StoredDeps } from '#core/inventory/versions/stored.ts';
import { lookThere, type ReachDeps } from './reach.ts';
import { stateOf } from './standing.ts';

export interface LookDeps extends VersionDeps, ReachDeps {
  readonly homes: HomeStore;
}

/** Throws NOT_FOUND. */
export async function homeOf({ homes }: Pick<LookDeps, 'homes'>, platformId: string): Promise<HomeRecord> {
  const record = await homes.get(platformId);
  if (record === null) throw fault('NOT_FOUND', { thing: 'second home of the platform', id: platformId });
  return record;
}

/** Throws NOT_FOUND. */
export const savedOf = async (deps: StoredDeps, platformId: string): Promise<StoredVersion> =>
  documentOf(deps, await getPlatform(deps, platformId));

export async function shown(deps: LookDeps, record: HomeRecord): Promise<HomeState> {
  const { text: saved } = await savedOf(deps, record.platformId);
  return stateOf(record, { saved, hasToken: (await deps.secrets.get(homeTokenName(record.platformId))) !== null });
}

/** Of these, the record tells; all others are told to who asked. */
const barring: ReadonlySet<string> = new Set(['HOME_UNREACHABLE', 'HOME_REFUSED']);

export interface Looked {
  readonly record: HomeRecord;
  /** What bars the way. What was known before stays. */
  readonly error: Fault | null;
}

/** Throws NOT_FOUND; the signal's reason. */
export async function look(deps: LookDeps, platformId: string, signal: AbortSignal): Promise<Looked> {
  const before = await homeOf(deps, platformId);
  return barred(deps, before, async () => {
    const there = await lookThere(deps, before, signal);
    const { text: saved } = await savedOf(deps, platformId);
    const checkedAt = deps.clock.now();
    const seen: HomeRecord = { ...before, there, checkedAt, fault: null };
    return there.text === saved ? { ...seen, common: there, sameAt: checkedAt, merged: null } : seen;
  });
}

/** Keeps the record that `work` makes of it, or why it could not. */
export async function barred({ homes }: Pick<LookDeps, 'homes'>, before: HomeRecord, work: () => Promise<HomeRecord>): Promise<Looked> {
  const looked = await work().then(
    (record): Looked => ({ record, error: null }),
    (error: unknown): Looked => {
      if (!isFault(error) || !barring.has(error.view.code)) throw error;
      return { record: { ...before, fault: error.view }, error };
    },
  );
  await homes.save(looked.record);
  return looked;
}

/** Throws NOT_FOUND, HOME_UNREACHABLE, HOME_REFUSED; the signal's reason. */
export async function reached(deps: LookDeps, platformId: string, signal: AbortSignal): Promise<HomeRecord> {
  const { record, error } = await look(deps, platformId, signal);
  if (error !== null) throw error;
  return record;
}
