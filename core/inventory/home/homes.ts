// The second homes of inventories. What was last known of each stays when it cannot be reached.
import type { HomeState, InventoryHome } from '#contract/inventory/home.ts';
import type { Platform } from '#contract/platforms.ts';
import { fault, isFault } from '#core/fault.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import type { DraftStore } from '#core/ports/drafts.ts';
import type { HomeRecord } from '#core/ports/homes.ts';
import type { Log } from '#core/ports/log.ts';
import { homeTokenName, type SecretStore } from '#core/ports/secrets.ts';
import type { NewDocument } from '#core/ports/store.ts';
import { Secret } from '#core/secret.ts';
import { createSerials } from '#core/serial.ts';
import { nothingThere, pullHome, pushHome, writeHome, type PushWish } from './exchange.ts';
import { homeOf, look, savedOf, shown, type LookDeps } from './look.ts';
import { stillMerged } from './merged.ts';
import { nameOf, samePlace, sameServer, withoutPassword } from './place.ts';
import { standingIn } from './standing.ts';

export interface HomeDeps extends LookDeps {
  readonly drafts: Pick<DraftStore, 'get'>;
  readonly secrets: SecretStore;
  readonly log: Pick<Log, 'error'>;
}

export interface HomeWish {
  readonly platformId: string;
  readonly home: InventoryHome;
  /** Left out: the one that is kept stays, if it is for the same server. "": none. */
  readonly token?: string | undefined;
}

export interface MergedHome {
  readonly platformId: string;
  readonly draftId: string;
  /** The draft's change that holds the merge. */
  readonly seq: number;
  readonly text: string;
}

export interface Homes {
  /** Throws NOT_FOUND. */
  get(platformId: string): Promise<HomeState | null>;
  /** Throws NOT_FOUND, HOME_REFUSED where another platform has it; what else bars the way is in the answer. */
  set(wish: HomeWish, signal: AbortSignal): Promise<HomeState>;
  forget(platformId: string): Promise<{ forgotten: true }>;
  /** Throws NOT_FOUND; what bars the way is in the answer. */
  check(platformId: string, signal: AbortSignal): Promise<HomeState>;
  /** As `pushHome`. */
  push(wish: PushWish, signal: AbortSignal): Promise<HomeState>;
  /** As `pullHome`. */
  pull(platformId: string, signal: AbortSignal): Promise<{ platform: Platform; home: HomeState }>;
  /** What it held when it was last looked at, and what both had in common; "" for nothing. Throws NOT_FOUND, NOT_POSSIBLE_NOW. */
  readonly texts: (platformId: string) => Promise<{ readonly text: string; readonly base: string }>;
  /** That text is in a draft now: once the draft is saved, both sides have it in common. Throws NOT_FOUND. */
  readonly merged: (one: MergedHome) => Promise<void>;
  /** A version was saved, or the platform removed. A file that held the version before is written; a repository is not. */
  noticed(platformId: string, saved?: NewDocument): Promise<void>;
  /** Looks at the files now, in the background, and whenever they change. */
  watch(): Promise<void>;
  /** Calls off what is under way, and waits until that has ended. */
  close(): Promise<void>;
}

export function createHomes(deps: HomeDeps): Homes {
  const { alone, quietly, orEnded, ended, ...acts } = homeActs(deps);
  const seen = async (platformId: string, signal: AbortSignal) => shown(deps, (await look(deps, platformId, orEnded(signal))).record);
  const watches = fileWatches(deps, (platformId) => void quietly(platformId, () => look(deps, platformId, ended)));
  const forget = async (platformId: string) => {
    watches.end(platformId);
    await deps.homes.remove(platformId);
    await deps.secrets.remove(homeTokenName(platformId));
    await deps.git.forget(platformId);
  };
  return {
    async get(platformId) {
      await getPlatform(deps, platformId);
      const record = await deps.homes.get(platformId);
      return record === null ? null : shown(deps, record);
    },
    set: (wish, signal) =>
      alone(wish.platformId, async () => {
        watches.follow(await keepHome(deps, wish));
        return seen(wish.platformId, signal);
      }),
    forget: (platformId) =>
      alone(platformId, async () => {
        await forget(platformId);
        return { forgotten: true };
      }),
    check: (platformId, signal) => alone(platformId, () => seen(platformId, signal)),
    push: (wish, signal) => alone(wish.platformId, async () => shown(deps, await pushHome(deps, wish, orEnded(signal)))),
    pull: (platformId, signal) =>
      alone(platformId, async () => {
        const { platform, record } = await pullHome(deps, platformId, orEnded(signal));
        return { platform, home: await shown(deps, record) };
      }),
    async texts(platformId) {
      const { there, common } = await homeOf(deps, platformId);
      if (there?.text == null) throw fault('NOT_POSSIBLE_NOW', { reason: nothingThere });
      return { text: there.text, base: common?.text ?? '' };
    },
    merged: ({ platformId, ...merge }) =>
      alone(platformId, async () => {
        const record = await homeOf(deps, platformId);
        if (record.there?.text === merge.text) await deps.homes.save({ ...record, merged: { ...merge, commit: record.there.commit } });
      }),
    noticed: (platformId, saved) =>
      quietly(platformId, async () => {
        if ((await deps.platforms.get(platformId)) === null) await forget(platformId);
        else await goAlong(deps, { platformId, saved }, ended);
      }),
    async watch() {
      for (const record of await deps.homes.list()) {
        watches.follow(record);
        if (record.home.kind === 'file') void quietly(record.platformId, () => catchUp(deps, record.platformId, ended));
      }
    },
    async close() {
      watches.close();
      await acts.end();
    },
  };
}

/** One act at a time on each home, until all of them end. */
function homeActs({ log }: Pick<HomeDeps, 'log'>) {
  const alone = createSerials();
  const ending = new AbortController();
  const { signal: ended } = ending;
  return {
    alone,
    ended,
    orEnded: (signal: AbortSignal) => AbortSignal.any([signal, ended]),
    /** What happens by itself: nobody waits for it, or could call it off. */
    quietly: async (platformId: string, work: () => Promise<unknown>) => {
      try {
        if (!ended.aborted) await alone(platformId, work);
      } catch (error) {
        if (!ended.aborted) log.error('The second home of an inventory could not be brought up to date.', error);
      }
    },
    async end() {
      ending.abort();
      await alone.idle();
    },
  };
}

/** Somebody may have written the file meanwhile, or the engine may have ended between a save and the writing of it. */
async function catchUp(deps: HomeDeps, platformId: string, signal: AbortSignal): Promise<void> {
  await look(deps, platformId, signal);
  await goAlong(deps, { platformId, saved: undefined }, signal);
}

function fileWatches({ files }: Pick<HomeDeps, 'files'>, changed: (platformId: string) => void) {
  const watches = new Map<string, { close(): void }>();
  const end = (platformId: string) => {
    watches.get(platformId)?.close();
    watches.delete(platformId);
  };
  return {
    end,
    follow({ platformId, home }: HomeRecord) {
      end(platformId);
      if (home.kind === 'file')
        watches.set(
          platformId,
          files.watch(home.path, () => changed(platformId)),
        );
    },
    close: () => [...watches.keys()].forEach(end),
  };
}

const neverSeen = { common: null, there: null, checkedAt: null, sameAt: null, fault: null, merged: null };

async function keepHome(deps: HomeDeps, { platformId, home: entered, token: given }: HomeWish): Promise<HomeRecord> {
  await getPlatform(deps, platformId);
  const { home, token } = withoutPassword(entered);
  await refuseTaken(deps, platformId, home);
  const before = await deps.homes.get(platformId);
  const isSameServer = before !== null && sameServer(before.home, home);
  await keepToken(deps, platformId, given ?? token ?? (isSameServer ? null : ''));
  const isSamePlace = before !== null && samePlace(before.home, home);
  // What is kept of another repository is of no use here.
  if (!isSamePlace) await deps.git.forget(platformId);
  const record: HomeRecord = isSamePlace ? { ...before, home } : { ...neverSeen, platformId, home };
  await deps.homes.save(record);
  return record;
}

/** Two platforms in one place would write over each other. */
async function refuseTaken({ homes, platforms }: HomeDeps, platformId: string, home: InventoryHome): Promise<void> {
  const others = (await homes.list()).filter((one) => one.platformId !== platformId && samePlace(one.home, home));
  for (const other of others) {
    const platform = await platforms.get(other.platformId);
    if (platform !== null)
      throw fault('HOME_REFUSED', { home: nameOf(home), reason: `It is the second home of the platform ${platform.name} already.` });
  }
}

/** Null: the one that is kept stays. */
async function keepToken({ secrets }: HomeDeps, platformId: string, token: string | null): Promise<void> {
  const name = homeTokenName(platformId);
  if (token === '') await secrets.remove(name);
  else if (token !== null) await secrets.set(name, new Secret(token));
}

interface Changed {
  readonly platformId: string;
  readonly saved: NewDocument | undefined;
}

async function goAlong(deps: HomeDeps, { platformId, saved }: Changed, signal: AbortSignal): Promise<void> {
  const found = await deps.homes.get(platformId);
  if (found === null) return;
  const record = await withMerge(deps, found, saved);
  const version = await savedOf(deps, platformId);
  if (record.home.kind !== 'file' || standingIn(record, version.text) !== 'ahead') return;
  try {
    await writeHome(deps, { record, saved: version, message: '' }, signal);
  } catch (error) {
    // Either is in what is shown of it.
    if (!isFault(error)) throw error;
    await look(deps, platformId, signal);
  }
}

/** What was merged into the draft that is saved now is what both sides have in common. */
async function withMerge(deps: HomeDeps, record: HomeRecord, saved: NewDocument | undefined): Promise<HomeRecord> {
  const { merged } = record;
  if (merged === null || saved?.draft?.id !== merged.draftId || saved.draft.seq < merged.seq) return record;
  const draft = await deps.drafts.get(merged.draftId);
  if (draft !== null && !stillMerged(draft.entries, merged.seq)) return record;
  const { text, commit } = merged;
  const next: HomeRecord = { ...record, common: { text, commit }, merged: null };
  await deps.homes.save(next);
  return next;
}
