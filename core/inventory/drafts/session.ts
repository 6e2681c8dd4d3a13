// One draft that is open: its text and what follows from it, in memory; each change in the store before anyone sees it.
import type { DocumentChange, DocumentIssue, TextEdit } from '#contract/inventory/document.ts';
import type { Draft, DraftEvent, DraftStep, DraftSummary } from '#contract/inventory/drafts.ts';
import { fault, isFault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { DraftEntry, DraftStore, Rebased, Replacement, StoredDraft } from '#core/ports/drafts.ts';
import type { Log } from '#core/ports/log.ts';
import type { PlatformStore, StoredVersion } from '#core/ports/store.ts';
import type { Yaml } from '#core/ports/yaml.ts';
import { createSerial } from '#core/serial.ts';
import { applyEdits } from '#core/inventory/document/edits.ts';
import { editsFor } from '#core/inventory/document/edits-for.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';
import { dataStep } from './data-step.ts';
import { hidesSecret } from './hides-secret.ts';
import type { DraftLinter } from './linting.ts';
import { advanced, noHistory, type Change, type History } from './history.ts';
import { firstKept, heldOf, isTooLarge, without, type Held } from './journal.ts';
import { differenceOf, editsOf, fits, inverted, replacementsOf } from './replacements.ts';
import { goesAlong, replayed } from './replay.ts';
import { Watchers } from './watchers.ts';

export interface SessionDeps {
  readonly platforms: Pick<PlatformStore, 'document' | 'version'>;
  readonly drafts: Pick<DraftStore, 'append' | 'rebase' | 'snapshot' | 'remove'>;
  readonly yaml: Yaml;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<Log, 'error'>;
  /** Of this draft alone; it remembers what it has seen. */
  readonly linter: DraftLinter;
}

interface State {
  readonly seq: number;
  readonly document: InventoryDocument;
  readonly issues: readonly DocumentIssue[];
  readonly history: History;
  /** Its entries in the store. */
  readonly journal: readonly Held[];
  readonly base: Version;
  /** The newest version of the platform. */
  readonly savedRevision: number;
  readonly changedAt: number;
  /** The journal up to here still holds what was moved to the keychain since; 0: it holds none of it. */
  readonly forgetUpTo: number;
}

interface Version {
  readonly revision: number;
  readonly text: string;
}

export interface Rewriting {
  readonly label: string;
  readonly make: (text: string) => string;
  readonly base?: Version | undefined;
}

interface Labelled {
  readonly label: string;
  readonly edits: readonly Replacement[];
  /** What stood there in clear must not stay in the journal, nor come back by undo. */
  readonly hides?: boolean;
  readonly rebased?: Rebased | undefined;
}

const movedOn = (yours: number, stored: number) => fault('CHANGED_MEANWHILE', { thing: 'draft', yours, stored });
const gone = (draftId: string) => fault('NOT_FOUND', { thing: 'draft', id: draftId });

/** The text of a snapshot is written anew after so many changes. */
const snapshotEvery = 200;
const longestText = 8_000_000;

export class Session {
  readonly #deps: SessionDeps;
  readonly #draft: Pick<StoredDraft, 'id' | 'platformId' | 'name' | 'origin'>;
  readonly #serial = createSerial();
  readonly #watchers = new Watchers(() => this.whole());
  #state: State;
  #removed = false;

  private constructor(deps: SessionDeps, draft: StoredDraft, state: State) {
    this.#deps = deps;
    this.#draft = draft;
    this.#state = state;
  }

  static async open(deps: SessionDeps, draft: StoredDraft): Promise<Session> {
    const { entries, baseRevision, platformId, changedAt } = draft;
    const { text, seq } = replayed(draft);
    const document = readDocument(text, deps.yaml);
    const [base, saved] = [await deps.platforms.version(platformId, baseRevision), await deps.platforms.document(platformId)];
    const state: State = {
      seq,
      document,
      issues: deps.linter.look(document),
      history: entries.reduce(advanced, noHistory),
      journal: entries.map(heldOf),
      base: { revision: baseRevision, text: base?.text ?? '' },
      savedRevision: saved?.version.revision ?? baseRevision,
      changedAt,
      forgetUpTo: 0,
    };
    const session = new Session(deps, draft, state);
    // A full disk is no reason not to show it.
    if (saved !== null)
      await session.#goAlong(saved).catch((error: unknown) => {
        if (!isFault(error)) throw error;
      });
    return session;
  }

  get id(): string {
    return this.#draft.id;
  }
  get platformId(): string {
    return this.#draft.platformId;
  }
  get document(): InventoryDocument {
    return this.#state.document;
  }

  summary(): DraftSummary {
    const { base, savedRevision, changedAt, document } = this.#state;
    const { id, platformId, name } = this.#draft;
    return { id, platformId, name, baseRevision: base.revision, savedRevision, changedAt, changed: document.text !== base.text };
  }

  whole(): Draft {
    const { text, data } = this.#state.document;
    return { ...this.#standing(), text, data };
  }

  #standing(): Omit<Draft, 'text' | 'data'> {
    const { seq, issues, history } = this.#state;
    const [undo, redo] = [history.done.at(-1)?.label ?? null, history.undone.at(-1)?.label ?? null];
    return { seq, summary: this.summary(), undo, redo, issues: [...issues] };
  }

  /** CHANGED_MEANWHILE, INPUT_INVALID. */
  edit(seq: number, edits: readonly TextEdit[], label: string): Promise<DraftStep> {
    return this.#alone(async () => {
      const { seq: newest, document } = this.#state;
      if (seq !== newest) throw movedOn(seq, newest);
      return this.#put('edit', { label, edits: replacementsOf(document.text, edits) });
    });
  }

  change(changes: readonly DocumentChange[], label: string): Promise<DraftStep> {
    return this.#alone(async () => {
      const { document, seq } = this.#state;
      const hides = hidesSecret(document.data, changes);
      const edits = replacementsOf(document.text, editsFor(document, changes, this.#deps.yaml));
      const step = await this.#put('edit', { label, edits, hides });
      // Whoever moves a secret away hears of it when it still stands in the store, and so does whoever tries that again.
      const { forgetUpTo } = this.#state;
      if (forgetUpTo > 0 && (hides || step.seq === seq)) await this.#forget(forgetUpTo);
      return step;
    });
  }

  /** The text is written anew, and what led to it up to that entry is gone. */
  async #forget(upTo: number): Promise<void> {
    const { seq, document } = this.#state;
    await this.#deps.drafts.snapshot(this.#draft.id, { text: document.text, seq }, seq - upTo);
    const { forgetUpTo } = this.#state;
    this.#state = { ...this.#state, ...without(this.#state, upTo), forgetUpTo: upTo >= forgetUpTo ? 0 : forgetUpTo };
  }

  /** The whole text anew, made of what it is now. With a base, the draft is brought together with that version. */
  rewrite({ label, make, base }: Rewriting): Promise<DraftStep> {
    return this.#alone(async () => {
      const { text } = this.#state.document;
      const rebased = base === undefined ? undefined : { from: this.#state.base.revision, to: base.revision };
      return this.#put('edit', { label, edits: differenceOf(text, make(text)), rebased }, base);
    });
  }

  /** NOT_POSSIBLE_NOW */
  undo(): Promise<DraftStep> {
    return this.#alone(async () => {
      const change = this.#state.history.done.at(-1);
      if (change === undefined) throw fault('NOT_POSSIBLE_NOW', { reason: 'There is no change to take back.' });
      const base = await this.#baseAfter(change.rebased?.to, change.rebased?.from);
      return this.#putAgain('undo', { ...change, edits: inverted(change.edits) }, base);
    });
  }

  /** NOT_POSSIBLE_NOW */
  redo(): Promise<DraftStep> {
    return this.#alone(async () => {
      const change = this.#state.history.undone.at(-1);
      if (change === undefined) throw fault('NOT_POSSIBLE_NOW', { reason: 'No change was taken back that could be made again.' });
      const base = await this.#baseAfter(change.rebased?.from, change.rebased?.to);
      return this.#putAgain('redo', change, base);
    });
  }

  /** A change that does not fit the text would leave a text that nobody ever saw. */
  async #putAgain(kind: 'undo' | 'redo', { label, edits, rebased }: Change, base: Version | undefined): Promise<DraftStep> {
    if (fits(edits, this.#state.document.text)) return this.#put(kind, { label, edits, rebased }, base);
    await this.#forget(this.#state.seq);
    this.#watchers.tell({ ...this.#standing(), edits: [], data: { groups: [], nodes: [] } });
    throw fault('NOT_POSSIBLE_NOW', {
      reason: 'This change was made in another text. Nothing was changed; earlier changes are forgotten.',
    });
  }

  /** What a merge or a save elsewhere brought in goes and comes with it, or saving would write over it unseen; not once the draft was saved since. */
  async #baseAfter(now: number | undefined, then: number | undefined): Promise<Version | undefined> {
    if (then === undefined || now !== this.#state.base.revision) return undefined;
    const version = await this.#deps.platforms.version(this.platformId, then);
    return { revision: then, text: version?.text ?? '' };
  }

  /** `store` saves what it is given and says which version it is now; nothing is typed in between. CHANGED_MEANWHILE when it is not at `wanted`. */
  save<T extends { readonly revision: number }>(wanted: number | undefined, store: (draft: SavedDraft) => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      const { document, base, seq } = this.#state;
      if (wanted !== undefined && wanted !== seq) throw movedOn(wanted, seq);
      const saved = await store({ document, baseRevision: base.revision, draft: { id: this.#draft.id, seq } });
      const { revision } = saved;
      this.#state = { ...this.#state, base: { revision, text: document.text }, savedRevision: revision, changedAt: this.#deps.clock.now() };
      this.#watchers.tell({ ...this.#standing(), edits: [], data: { groups: [], nodes: [] } });
      return saved;
    });
  }

  remove(): Promise<void> {
    return this.#alone(async () => {
      await this.#deps.drafts.remove(this.#draft.id);
      this.closed();
    });
  }

  /** It is gone from the store. */
  closed(): void {
    this.#removed = true;
    this.#watchers.close();
  }

  /** Something around it has changed, perhaps the saved inventory. A draft in which nothing was changed goes along; any other one has to be merged. */
  catchUp(): Promise<void> {
    return this.#serial(async () => {
      const saved = await this.#deps.platforms.document(this.platformId);
      if (this.#removed || saved === null) return;
      await this.#deps.linter.refresh();
      if (!(await this.#goAlong(saved))) this.#lookAgain(Math.max(saved.version.revision, this.#state.savedRevision));
    });
  }

  /** False: it stays as it is. */
  async #goAlong({ text, version: { revision } }: StoredVersion): Promise<boolean> {
    const { base, document } = this.#state;
    const mine = { text: document.text, origin: this.#draft.origin };
    if (revision <= base.revision || !goesAlong(mine, base, { text })) return false;
    const rebased = { from: base.revision, to: revision };
    await this.#put('edit', { label: 'what was saved', edits: differenceOf(document.text, text), rebased }, { revision, text });
    return true;
  }

  /** Tells of it only where it makes a difference. */
  #lookAgain(savedRevision: number): void {
    const issues = this.#deps.linter.look(this.#state.document);
    const isSame = savedRevision === this.#state.savedRevision && sameIssues(issues, this.#state.issues);
    if (isSame) return;
    this.#state = { ...this.#state, issues, savedRevision };
    this.#watchers.tell({ ...this.#standing(), edits: [], data: { groups: [], nodes: [] } });
  }

  async *follow(signal: AbortSignal): AsyncGenerator<DraftEvent, void> {
    if (this.#removed) throw gone(this.#draft.id);
    yield* this.#watchers.follow(signal);
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#serial(() => {
      if (this.#removed) throw gone(this.#draft.id);
      return work();
    });
  }

  async #put(kind: DraftEntry['kind'], { label, edits, rebased, hides = false }: Labelled, base?: Version): Promise<DraftStep> {
    const { drafts, yaml, clock, linter } = this.#deps;
    const before = this.#state;
    if (edits.length === 0 && base === undefined) return this.#step(before, edits);
    const text = applyEdits(before.document.text, editsOf(edits));
    if (text.length > longestText) throw tooLong();
    const document = readDocument(text, yaml, before.document);
    const issues = linter.look(document);
    const entry: DraftEntry = { seq: before.seq + 1, kind, label, at: clock.now(), edits, rebased };
    await (base === undefined ? drafts.append(this.#draft.id, entry) : drafts.rebase(this.#draft.id, entry, base.revision));
    this.#state = {
      seq: entry.seq,
      document,
      issues,
      history: hides ? noHistory : advanced(before.history, entry),
      journal: [...before.journal, heldOf(entry)],
      base: base ?? before.base,
      savedRevision: Math.max(before.savedRevision, base?.revision ?? 0),
      changedAt: entry.at,
      forgetUpTo: hides ? entry.seq : before.forgetUpTo,
    };
    await this.#tidy();
    const step = this.#step(before, edits);
    this.#watchers.tell(step);
    return step;
  }

  #step(before: State, edits: readonly Replacement[]): DraftStep {
    return { ...this.#standing(), edits: editsOf(edits), data: dataStep(before.document, this.#state.document) };
  }

  /** Makes the next opening quicker, and forgets what must not stay or is too old. The changes are stored already, so it may fail. */
  async #tidy(): Promise<void> {
    const { seq, journal, history, forgetUpTo } = this.#state;
    const isDue = forgetUpTo > 0 || seq % snapshotEvery === 0 || isTooLarge(journal);
    if (!isDue) return;
    try {
      await this.#forget(Math.max(forgetUpTo, firstKept(journal, history) - 1));
    } catch (error) {
      if (!isFault(error)) this.#deps.log.error('A draft could not be written anew; its changes are stored.', error);
    }
  }
}

export interface SavedDraft {
  readonly document: InventoryDocument;
  readonly baseRevision: number;
  readonly draft: { readonly id: string; readonly seq: number };
}

const sameIssues = (a: readonly DocumentIssue[], b: readonly DocumentIssue[]): boolean =>
  a.length === b.length && a.every(({ id, message }, index) => id === b[index]?.id && message === b[index].message);

const tooLong = () =>
  fault('INPUT_INVALID', { field: 'edits', reason: 'An inventory has at most 8,000,000 characters.' }, { field: 'edits' });
