// What the checks of a run will ask a machine is asked in one round trip, when the first of them needs it. An answer is kept for a moment,
// and never past anything that may have changed what it says.
import { isFault } from '#core/fault.ts';
import { noLonger } from '#core/no-longer.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { BatchIo, LookBatch, ScriptAnswer, ScriptCall, ScriptIo, ScriptLine } from '#core/ports/hosts.ts';
import type { Look } from './step.ts';

export interface LooksPlan {
  readonly clock: Clock;
  /** What the open tasks of the run will ask, in the order of the plan. */
  readonly expected: () => readonly Look[];
  readonly ask: (node: Look['node'], batch: LookBatch, io: Omit<BatchIo, 'signal'>) => Promise<void>;
}

/** Older than this, an answer says little about now. */
const freshMs = 30_000;
/** The end of a long log is enough for one who reads it later. */
const maxLines = 200;

type Outcome =
  | { readonly kind: 'answer'; readonly answer: ScriptAnswer; readonly lines: readonly ScriptLine[]; readonly asked: number }
  | { readonly kind: 'failed'; readonly error: unknown };

class Kept {
  readonly look: Look;
  readonly outcome: Promise<Outcome>;
  readonly settle: (outcome: Outcome) => void;
  /** Null until it is there. */
  settled: Outcome | null = null;
  constructor(look: Look) {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.look = look;
    this.outcome = promise;
    this.settle = (outcome) => {
      this.settled = outcome;
      resolve(outcome);
    };
  }
}

interface Session {
  readonly nodeId: string;
  /** By `nameOf` their calls. */
  readonly kept: Map<string, Kept>;
}

const nameOf = ({ script, args }: Pick<ScriptCall, 'script' | 'args'>): string =>
  JSON.stringify([script, Object.entries(args).toSorted(([a], [b]) => (a < b ? -1 : 1))]);

/** Whether an answer to it can stand for a later one. */
const isKeepable = (call: ScriptCall): boolean => !call.changes && call.freshLogin !== true && call.secretArgs === undefined;

/** What kept the session from being had would keep a single call from it too; that it took too long would not. */
const holdsForAll = (error: unknown): boolean => isFault(error) && !['TIMED_OUT', 'CANCELLED'].includes(error.view.code);

/** Null where it cannot be used. */
function answerOf(outcome: Outcome, now: number, onLine: ScriptIo['onLine']): ScriptAnswer | null {
  if (outcome.kind === 'answer') {
    if (now - outcome.asked > freshMs) return null;
    outcome.lines.forEach(onLine);
    return outcome.answer;
  }
  if (holdsForAll(outcome.error)) throw outcome.error;
  return null;
}

/** Where something is being changed: on one machine, or (null) on any of them. */
type Place = string | null;

/** The cluster is touched by everything. */
const isTouched = (nodeId: string, about: Look['about'], place: Place): boolean =>
  place === null || place === nodeId || about === 'cluster';

export class Looks {
  readonly #plan: LooksPlan;
  readonly #sessions = new Map<string, Session>();
  readonly #effects = new Set<{ readonly place: Place }>();

  constructor(plan: LooksPlan) {
    this.#plan = plan;
  }

  /** The answer to this call that was asked for ahead; null: the caller has to ask for himself. Throws what the asking failed with. */
  async take(nodeId: string, call: ScriptCall, { signal, onLine }: ScriptIo): Promise<ScriptAnswer | null> {
    if (!isKeepable(call)) return null;
    const { clock } = this.#plan;
    const id = `${call.asRoot ? 'root' : 'self'} ${nodeId}`;
    const session = this.#sessions.get(id) ?? this.#open(id, { nodeId, asRoot: call.asRoot });
    const name = nameOf(call);
    const kept = session.kept.get(name);
    if (kept === undefined) return null;
    // Nobody waits longer for it than he would for his own.
    const outcome = kept.settled ?? (await unlessLate(kept.outcome, { clock, ms: call.timeoutMs, signal }));
    if (this.#sessions.get(id) !== session || session.kept.get(name) !== kept) return null;
    if (outcome?.kind !== 'answer') session.kept.delete(name);
    return outcome === null ? null : answerOf(outcome, clock.now(), onLine);
  }

  /** From now until the returned function is called, nothing that this may change is kept. */
  changing(place: Place): () => void {
    const effect = { place };
    this.#effects.add(effect);
    this.#drop(place);
    return () => {
      this.#effects.delete(effect);
      // What was asked meanwhile saw the change half done.
      this.#drop(place);
    };
  }

  /** Begins anew, as when a run goes on after a while. */
  forget(): void {
    this.#sessions.clear();
  }

  #drop(place: Place): void {
    for (const { nodeId, kept } of this.#sessions.values()) {
      for (const [name, { look }] of kept) if (isTouched(nodeId, look.about, place)) kept.delete(name);
    }
  }

  /** Asks for all that is expected of this machine, once. */
  #open(id: string, { nodeId, asRoot }: { readonly nodeId: string; readonly asRoot: boolean }): Session {
    const kept = new Map<string, Kept>();
    for (const look of this.#plan.expected()) {
      if (look.node.id !== nodeId || look.call.asRoot !== asRoot || !isKeepable(look.call)) continue;
      const name = nameOf(look.call);
      const known = kept.get(name)?.look;
      if (known === undefined || look.about === 'cluster') kept.set(name, new Kept(look));
    }
    const session = { nodeId, kept };
    this.#sessions.set(id, session);
    const [first, ...others] = kept.values();
    // A single one is not had any sooner this way.
    if (first !== undefined && others.length > 0) void this.#ask([first, ...others]);
    else kept.clear();
    for (const { place } of this.#effects) this.#drop(place);
    return session;
  }

  async #ask(all: readonly [Kept, ...Kept[]]): Promise<void> {
    const { clock } = this.#plan;
    // One after the other: each look begins when the one before it has answered.
    let asked = clock.now();
    const waiting = all.values();
    let lines: ScriptLine[] = [];
    const io = {
      onLine: (line: ScriptLine) => {
        lines.push(line);
        if (lines.length > maxLines) lines.shift();
      },
      onAnswer: (answer: ScriptAnswer) => {
        const within = { asked, answered: clock.now() };
        waiting.next().value?.settle({ kind: 'answer', answer: { ...answer, within }, lines, asked });
        asked = within.answered;
        lines = [];
      },
    };
    const [{ look }] = all;
    const batch: LookBatch = {
      asRoot: look.call.asRoot,
      looks: all.map(({ look: { call } }) => ({ script: call.script, args: call.args })),
      timeoutMs: all.reduce((sum, { look: { call } }) => sum + call.timeoutMs, 0),
    };
    const error = await this.#plan.ask(look.node, batch, io).then(
      () => null,
      (cause: unknown) => cause,
    );
    for (const one of waiting) one.settle({ kind: 'failed', error });
  }
}

interface Patience {
  readonly clock: Clock;
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** Null when the time is over, or the signal fires, before it is there. */
async function unlessLate<T>(work: Promise<T>, { clock, ms, signal }: Patience): Promise<T | null> {
  const over = new AbortController();
  const late = clock.sleep(ms, AbortSignal.any([signal, over.signal])).then(
    () => null,
    () => null,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort(noLonger);
  }
}
