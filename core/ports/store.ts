// What Hearth remembers. All of it is plain data; secrets are elsewhere.
import type { Version } from '#contract/inventory/document.ts';
import type { Platform } from '#contract/platforms.ts';
import type { LogLine, Plan, Run, RunState, RunSummary, Task, TaskMode } from '#contract/runs.ts';
import type { AccessToken } from '#contract/system.ts';
import type { AppliedStore } from './applied.ts';
import type { DraftStore } from './drafts.ts';
import type { HomeStore } from './homes.ts';
import type { IntentStore } from './intents.ts';
import type { LastSeenStore } from './last-seen.ts';

/** The inventory's text, as it goes with the revision that changed it. */
export interface NewDocument extends Pick<Version, 'author' | 'message' | 'changes'> {
  readonly text: string;
  /** The draft that is saved by it, up to its change `seq`: this revision becomes what it began with. */
  readonly draft?: { readonly id: string; readonly seq: number };
}

export interface StoredVersion {
  readonly version: Version;
  readonly text: string;
}

export interface PlatformStore {
  list(): Promise<readonly Platform[]>;
  get(platformId: string): Promise<Platform | null>;
  /** With a document the revision is a version of the inventory; one without changed nothing in it. */
  insert(platform: Platform, document?: NewDocument): Promise<void>;
  /** Keeps the old revision. False when `expectedRevision` is not the stored one. */
  update(platform: Platform, expectedRevision: number, document?: NewDocument): Promise<boolean>;
  /** The newest version; null where none is stored. */
  document(platformId: string): Promise<StoredVersion | null>;
  version(platformId: string, revision: number): Promise<StoredVersion | null>;
  /** Newest first, those before a revision when it is given. */
  versions(platformId: string, page: { readonly before?: number; readonly limit: number }): Promise<VersionPage>;
  /** Gives the newest revision of a platform its text where no revision has one: it was stored before there were documents. */
  adopt(platformId: string, document: NewDocument): Promise<void>;
  remove(platformId: string): Promise<boolean>;
}

export interface VersionPage {
  readonly versions: readonly Version[];
  readonly more: boolean;
}

export interface TaskPatch {
  readonly taskId: string;
  readonly patch: Partial<
    Pick<Task, 'state' | 'attempt' | 'startedAt' | 'endedAt' | 'fault' | 'retryAt' | 'stalled' | 'lastLine' | 'acted' | 'waited'>
  >;
}

/**
 * The journal of runs. What a call wrote outlives the process once its promise resolves; what is said of a machine before it is touched
 * and after it has been, with all that came before, outlives a loss of power too.
 */
export interface RunStore {
  /** Also takes the platform's lock; false when another unfinished run holds it. Done, failed and cancelled runs hold none. */
  create(run: Run, plan: Plan): Promise<boolean>;
  /** A run that was over is running again: takes the lock anew; false when another unfinished run holds it. */
  reopen(runId: string): Promise<boolean>;
  get(runId: string): Promise<Run | null>;
  list(filter: { readonly platformId?: string; readonly limit: number }): Promise<readonly RunSummary[]>;
  /** Runs that hold a platform: running, pausing, paused, cancelling, interrupted; oldest first. */
  unfinished(): Promise<readonly Run[]>;
  recordTasks(runId: string, patches: readonly TaskPatch[]): Promise<void>;
  recordRun(runId: string, patch: { readonly state: RunState; readonly endedAt: number | null }): Promise<void>;
  appendLog(runId: string, lines: readonly LogLine[]): Promise<void>;
  /** Highest log seq of the run, or -1. */
  lastLogSeq(runId: string): Promise<number>;
  readLog(
    runId: string,
    query: { readonly taskId?: string; readonly search?: string; readonly after: number; readonly limit: number },
  ): Promise<{ readonly lines: readonly LogLine[]; readonly more: boolean }>;
  /** Past durations in milliseconds of tasks of this step that did something in this mode, or waited for it, newest first. */
  durations(step: string, limit: number, mode?: TaskMode): Promise<readonly number[]>;
}

export interface TokenStore {
  list(): Promise<readonly AccessToken[]>;
  insert(token: AccessToken, hash: string): Promise<void>;
  findByHash(hash: string): Promise<AccessToken | null>;
  touch(tokenId: string, at: number): Promise<void>;
  revoke(tokenId: string, at: number): Promise<AccessToken | null>;
}

/** A session of the browser window; its value is known to that browser only. */
export interface SessionRecord {
  readonly hash: string;
  readonly beganAt: number;
  readonly usedAt: number;
}

export interface SessionStore {
  list(): Promise<readonly SessionRecord[]>;
  /** New, or used again. */
  save(session: SessionRecord): Promise<void>;
  remove(hashes: readonly string[]): Promise<void>;
}

export interface AuditEntry {
  readonly at: number;
  readonly who: string;
  readonly door: string;
  readonly action: string;
  /** "ok", or the code of the fault. */
  readonly result: string;
}

export interface Store {
  readonly platforms: PlatformStore;
  readonly drafts: DraftStore;
  readonly homes: HomeStore;
  readonly runs: RunStore;
  readonly applied: AppliedStore;
  readonly lastSeen: LastSeenStore;
  readonly intents: IntentStore;
  readonly tokens: TokenStore;
  readonly sessions: SessionStore;
  readonly audit: { append(entry: AuditEntry): Promise<void> };
  /** Random, made once for each data folder: the same after every restart. */
  readonly installationId: string;
  /** Forgets what is too old to be of use; done at opening, and daily while the engine runs. */
  prune(now: number): Promise<void>;
  /** Sentence for the person when the file was damaged and set aside at opening. */
  readonly notice: string | null;
  close(): Promise<void>;
}
