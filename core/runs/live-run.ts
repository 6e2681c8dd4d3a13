// A run in memory: a change goes to the journal first, then here, then to the watchers; what was only looked at may be owed to the journal.
import type { Platform } from '#contract/platforms.ts';
import type { Run, RunKind, RunState, RunSummary, Task } from '#contract/runs.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { RunStore, TaskPatch } from '#core/ports/store.ts';
import type { Secret } from '#core/secret.ts';
import { createScales, paceOf, timeTable, type Expected, type Slot } from './estimate.ts';
import { JournalFailure } from './execute-task.ts';
import type { Feed } from './feed.ts';
import { startable } from './graph.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import type { LogBook, LogEntry } from './log-book.ts';
import type { Redactor } from '#core/redact.ts';
import type { Looks } from './looks.ts';
import type { Limits, Weights } from './schedule.ts';
import { createSerial } from '#core/serial.ts';
import { countTasks, headlineOf, isOver, stallOf, summaryOf } from './summary.ts';
import { toldLeft } from './told-left.ts';

export interface LiveRunParts {
  readonly run: Run;
  readonly store: RunStore;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly redactor: Redactor;
  readonly logBook: LogBook;
  readonly feed: Feed;
  /** Called after every change, for the list of all runs. */
  readonly onChange: () => void;
}

/** What a run needs to go on; renewed when it is resumed, so that a key trusted meanwhile counts. */
export interface Footing {
  readonly platform: Platform;
  readonly password: Secret | null;
  /** Usual duration by `kindOfWork`, from the history. */
  readonly usual: ReadonlyMap<string, number>;
  /** What its checks ask of machines, ahead of them. */
  readonly looks: Looks;
}

/** Taking a step back takes another time than carrying it out. */
export const kindOfWork = ({ step, mode }: Pick<Task, 'step' | 'mode'>): string => `${mode} ${step}`;

/** An estimate older than this is made anew; until then it is counted down. */
const estimateAgeMs = 5000;
/** What is heavier hardly changes from task to task. */
const weightAgeMs = 1000;
/** What was only looked at is written down at the latest after this. */
const owedMs = 50;
/** Share of its usual duration that a late task is taken to need still. */
const lateShare = 0.1;

export class LiveRun {
  /** Decisions about this run, one after another. */
  readonly serial = createSerial();
  readonly redactor: Redactor;
  readonly logBook: LogBook;
  readonly feed: Feed;
  /** Tasks being carried out, with the end of their work. */
  readonly inFlight = new Map<string, Promise<void>>();
  /** What is to be journalled of tasks that have ended, by their ids; whoever comes first takes them all. */
  readonly ended = new Map<string, () => readonly TaskPatch[]>();
  /** Ends the work of one task alone, by its id; there while that is in flight. */
  readonly cuts = new Map<string, AbortController>();
  footing: Footing | null = null;
  /** While it is under way, where other consoles may want the same cluster. */
  lease: LeaseKeeper | null = null;
  stop = new AbortController();
  /** Aborted while the run is to be paused. */
  hold = new AbortController();
  /** Aborted while it is over. */
  over = new AbortController();
  readonly #parts: LiveRunParts;
  readonly #tasks: Map<string, Task>;
  readonly #weigh: (expected: Expected) => Weights;
  #run: Run;
  #left: { readonly at: number; readonly table: ReadonlyMap<string, Slot> } | null = null;
  #weights: { readonly at: number; readonly weights: Weights } | null = null;
  /** By task; each column with its last value. */
  #owed: Patches = new Map();
  #writesLater = false;

  constructor(parts: LiveRunParts) {
    this.#parts = parts;
    this.#run = parts.run;
    this.#tasks = new Map(parts.run.tasks.map((task) => [task.id, task]));
    this.#weigh = createScales(parts.run.tasks);
    this.redactor = parts.redactor;
    this.logBook = parts.logBook;
    this.feed = parts.feed;
  }

  get id(): string {
    return this.#run.id;
  }
  get state(): RunState {
    return this.#run.state;
  }
  get seq(): number {
    return this.#run.seq;
  }
  get title(): string {
    return this.#run.title;
  }
  get kind(): RunKind {
    return this.#run.kind;
  }
  get platformId(): string {
    return this.#run.platformId;
  }
  get tasks(): readonly Task[] {
    return [...this.#tasks.values()];
  }
  task(taskId: string): Task | null {
    return this.#tasks.get(taskId) ?? null;
  }

  /** Its tasks as they are going to be. */
  tasksAfter(patches: readonly TaskPatch[]): readonly Task[] {
    const tasks = new Map(this.#tasks);
    patchTasks(tasks, patches);
    return [...tasks.values()];
  }

  /** Inside `serial`. Journals what is owed and this, then takes over. Throws JournalFailure, and then nothing has changed. */
  async record(patches: readonly TaskPatch[]): Promise<void> {
    if (patches.length === 0) return;
    await this.#write(patches);
    this.apply(patches);
  }

  /**
   * Inside `serial`. Takes over at once, and journals with the next that is recorded or in a moment. For tasks that only look: a crash
   * before that has them look again. Returns the write in a moment where none was planned yet; it rejects as `record` does.
   */
  owe(patches: readonly TaskPatch[]): Promise<void> | null {
    if (patches.length === 0) return null;
    this.#owed = merged(this.#owed, patches);
    this.apply(patches);
    if (this.#writesLater) return null;
    this.#writesLater = true;
    return this.#writeLater();
  }

  /** Inside `serial`. Throws JournalFailure; what is owed stays so. */
  async writeOwed(): Promise<void> {
    if (this.#owed.size > 0) await this.#write([]);
  }

  /** What `read` finds, once it is on the disk: nothing that a person was told is taken back by a crash. Outside `serial`. */
  async told<T>(read: () => T): Promise<T> {
    if (this.#owed.size === 0) return read();
    return this.serial(async () => {
      // A journal that cannot be written is told of by the write that is planned.
      await this.writeOwed().catch(() => undefined);
      return read();
    });
  }

  /** Every line so far is stored. Throws JournalFailure; the lines are kept for another try. */
  async writeLog(): Promise<void> {
    await this.#journal(() => this.logBook.flush());
  }

  /** In one write, with what is owed before it. */
  async #write(patches: readonly TaskPatch[]): Promise<void> {
    const all = [...merged(this.#owed, patches)].map(([taskId, patch]) => ({ taskId, patch }));
    await this.#journal(async () => {
      // The lines of a task come before its end.
      if (all.some(({ patch }) => patch.state === 'unchanged')) await this.logBook.flush();
      await this.#parts.store.recordTasks(this.id, all);
    });
    this.#owed = new Map();
  }

  async #writeLater(): Promise<void> {
    await this.#parts.clock.sleep(owedMs);
    this.#writesLater = false;
    await this.serial(() => this.writeOwed());
  }

  /** Inside `serial`. As `record`. */
  async recordRun(state: RunState): Promise<void> {
    const endedAt = isOver(state) ? this.#parts.clock.now() : null;
    await this.writeOwed();
    await this.#journal(() => this.#parts.store.recordRun(this.id, { state, endedAt }));
    this.assume(state, endedAt);
  }

  /** False when another run holds the platform. */
  async reopen(): Promise<boolean> {
    const taken = await this.#journal(() => this.#parts.store.reopen(this.id));
    if (taken) this.assume('running', null);
    return taken;
  }

  /** In memory only: what the journal knows, need not know, or cannot be told any more. */
  apply(patches: readonly TaskPatch[]): void {
    patchTasks(this.#tasks, patches);
    const weighty = patches.some(({ patch }) => patch.state !== undefined || patch.fault !== undefined || patch.stalled !== undefined);
    if (weighty) this.#left = null;
    this.#changed(
      patches.map(({ taskId }) => taskId),
      weighty,
    );
  }

  assume(state: RunState, endedAt: number | null): void {
    this.#run = { ...this.#run, state, endedAt };
    this.#left = null;
    this.markReady();
    this.#changed([], true);
    if (isOver(state)) this.over.abort();
    else if (this.over.signal.aborted) this.over = new AbortController();
  }

  /** `ready` is shown, not journalled: it follows from the rest. */
  markReady(): void {
    const ready = new Set(this.state === 'running' ? startable(this.tasks).map((task) => task.id) : []);
    const patches = this.tasks.flatMap(({ id, state }): TaskPatch[] => {
      if (state === 'waiting' && ready.has(id)) return [{ taskId: id, patch: { state: 'ready' } }];
      return state === 'ready' && !ready.has(id) ? [{ taskId: id, patch: { state: 'waiting' } }] : [];
    });
    if (patches.length > 0) this.apply(patches);
  }

  write(entry: LogEntry): void {
    const lastLine = this.logBook.write(entry);
    this.apply([{ taskId: entry.taskId, patch: { lastLine } }]);
  }

  weights(): Weights {
    const now = this.#parts.clock.now();
    if (this.#weights === null || now - this.#weights.at > weightAgeMs) {
      this.#weights = { at: now, weights: this.#weigh(this.#expected()) };
    }
    return this.#weights.weights;
  }

  summary(): RunSummary {
    const { tasks } = this;
    const told = { counts: countTasks(tasks), headline: headlineOf(tasks), ...this.#timeLeft(), ...stallOf(tasks) };
    return summaryOf({ ...this.#run, ...told });
  }

  snapshot(): Run {
    return { ...this.#run, ...this.summary(), tasks: [...this.tasks] };
  }

  /** From the history; null when no earlier run speaks for it. */
  usualMs(task: Pick<Task, 'step' | 'mode'>): number | null {
    return this.footing?.usual.get(kindOfWork(task)) ?? null;
  }

  #expected(): Expected {
    const usual = this.footing?.usual;
    // Where no earlier run speaks for a step, this run's own pace corrects the estimate.
    const pace = paceOf(this.tasks.filter((task) => usual?.has(kindOfWork(task)) !== true));
    return ({ id }) => {
      const task = this.#tasks.get(id);
      if (task === undefined) return 0;
      const expected = usual?.get(kindOfWork(task)) ?? task.estimateMs * pace;
      if (task.state !== 'running' || task.startedAt === null) return expected;
      return Math.max(expected - (this.#parts.clock.now() - task.startedAt), expected * lateShare);
    };
  }

  #timeLeft() {
    if (isOver(this.state) || this.#isHeldUp()) return { leftMs: null };
    const now = this.#parts.clock.now();
    if (this.#left === null || now - this.#left.at > estimateAgeMs) {
      this.#left = { at: now, table: timeTable({ tasks: this.tasks, limits: this.#parts.limits, left: this.#expected() }) };
    }
    return toldLeft(this.#left.table, this.tasks, now - this.#left.at);
  }

  /** Nothing goes on but what is being tried again, and nobody knows when that will succeed. */
  #isHeldUp(): boolean {
    const running = this.tasks.filter((task) => task.state === 'running');
    return running.length > 0 && running.every((task) => task.fault !== null);
  }

  /** `weighty`: the summary of the run may have changed too. */
  #changed(taskIds: readonly string[], weighty: boolean): void {
    this.#run = { ...this.#run, seq: this.#run.seq + 1 };
    this.feed.mark(taskIds);
    if (weighty) this.#parts.onChange();
  }

  async #journal<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      throw new JournalFailure('The journal of a run could not be written.', { cause: error });
    }
  }
}

type Patches = ReadonlyMap<string, TaskPatch['patch']>;

/** What is newer has the last word. */
function merged(older: Patches, newer: readonly TaskPatch[]): Patches {
  const all = new Map(older);
  for (const { taskId, patch } of newer) all.set(taskId, { ...all.get(taskId), ...patch });
  return all;
}

function patchTasks(tasks: Map<string, Task>, patches: readonly TaskPatch[]): void {
  for (const { taskId, patch } of patches) {
    const task = tasks.get(taskId);
    if (task !== undefined) tasks.set(taskId, { ...task, ...patch });
  }
}
