// The draft as this window holds it: what the engine knows, and what was done here since. One call at a time, in order.
import { ChangeSet } from '@codemirror/state';
import type { Text } from '@codemirror/state';
import type { DocumentChange, DocumentData, DocumentIssue, TextEdit } from '#contract/inventory/document.ts';
import type { Draft, DraftEvent, DraftStep, DraftSummary } from '#contract/inventory/drafts.ts';
import { withChanges, withStep } from './document-data.ts';
import { canRepeat, changesIn, isByPlace, meet } from './draft-wishes.ts';
import type { ChangeWish, Wish } from './draft-wishes.ts';
import { changesBetween, changesOf, editsOf, sizeOf, textOf } from './text-edits.ts';

export interface DraftPorts {
  edit(seq: number, edits: readonly TextEdit[], label: string): Promise<DraftStep>;
  change(changes: readonly DocumentChange[], label: string): Promise<DraftStep>;
  undo(): Promise<DraftStep>;
  redo(): Promise<DraftStep>;
  /** Refused as outdated when the draft is not at `seq`. */
  save(seq: number, message: string, signal: AbortSignal): Promise<Draft>;
  get(): Promise<Draft>;
  isLost(error: unknown): boolean;
  /** Why something is not even tried while nobody answers. */
  lost(): unknown;
  /** The edits were meant for another text. */
  isOutdated(error: unknown): boolean;
  /** What was asked for is itself wrong: asked for again, it is refused again. */
  isFinal(error: unknown): boolean;
}

export type Sync = 'kept' | 'sending' | 'waiting' | 'refused';

export interface DraftState {
  readonly seq: number;
  readonly summary: DraftSummary;
  /** With what was asked for and is not answered yet. */
  readonly data: DocumentData;
  readonly issues: readonly DocumentIssue[];
  readonly undo: string | null;
  readonly redo: string | null;
  /** kept: the engine has it all. waiting: nobody answers; it is sent as soon as somebody does. refused: it is here, until it is tried again. */
  readonly sync: Sync;
  /** Why the last thing asked for was refused. */
  readonly fault: unknown;
  readonly closed: boolean;
}

interface Asked {
  readonly wish: Wish;
  readonly done: (heard: boolean) => void;
}

/** Everything that leads from the text of this window to a new one, for an editor that shows it. */
export type TextListener = (changes: ChangeSet) => void;

export class DraftStore {
  #state: DraftState;
  #known: DocumentData;
  /** The newest text of the engine. */
  #base: Text;
  /** On top of it: what is on its way, and what was typed since. */
  #sent: ChangeSet | null = null;
  #typed: ChangeSet | null = null;
  #label = 'typing';
  /** What was asked for before that was typed, and is sent before it; each by who waits for it. */
  #before: ReadonlySet<Asked['done']> = new Set();
  /** What was typed was refused; it is sent again with whatever comes next. */
  #isHeld = false;
  #asked: readonly Asked[] = [];
  /** Changes that were refused, for whoever tries again. */
  #refused: readonly ChangeWish[] = [];
  /** What came while a call was under way; its answer may be part of it. */
  #early: (Draft | DraftStep)[] = [];
  #busy = false;
  #fetching: Promise<boolean> | null = null;
  #lost = false;
  /** The call that was under way when the connection broke. */
  #unheard: unknown = null;
  readonly #ports: DraftPorts;
  readonly #listeners = new Set<() => void>();
  readonly #texts = new Set<TextListener>();

  constructor(draft: Draft, ports: DraftPorts) {
    this.#ports = ports;
    this.#base = textOf(draft.text);
    this.#known = draft.data;
    this.#state = { ...standing(draft), data: draft.data, sync: 'kept', fault: null, closed: false };
  }

  snapshot = (): DraftState => this.#state;
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  onText(listener: TextListener): () => void {
    this.#texts.add(listener);
    return () => this.#texts.delete(listener);
  }

  /** The text as this window shows it. */
  text(): Text {
    const sent = this.#sent === null ? this.#base : this.#sent.apply(this.#base);
    return this.#typed === null ? sent : this.#typed.apply(sent);
  }

  /** Where a place of the engine's text lies in the text as this window shows it. */
  placeOf(position: number): number {
    const inBase = Math.min(position, this.#base.length);
    const inSent = this.#sent?.mapPos(inBase, 1) ?? inBase;
    return this.#typed?.mapPos(inSent, 1) ?? inSent;
  }

  /** Something was typed; `from` is the listener that shows it already. */
  edit(changes: ChangeSet, label: string, from?: TextListener): void {
    if (this.#state.closed || changes.empty) return;
    if (this.#typed === null) this.#before = new Set(this.#asked.map(({ done }) => done));
    this.#typed = this.#typed === null ? changes : this.#typed.compose(changes);
    this.#label = label;
    this.#tell(changes, from);
    this.#turn();
  }

  /** The whole text replaced, in as few edits as it takes. */
  replace(text: string, label: string): void {
    this.edit(changesBetween(this.text(), text), label);
  }

  /** Resolves to false when it was refused; the reason is in the state. */
  change(changes: readonly DocumentChange[], label: string): Promise<boolean> {
    return changes.length === 0 ? Promise.resolve(true) : this.#ask({ kind: 'change', changes, label });
  }

  /** They wait for nobody: steps that were asked for unseen would all be taken at once. */
  undo(): Promise<boolean> {
    return this.#lost ? Promise.resolve(false) : this.#ask({ kind: 'undo' });
  }
  redo(): Promise<boolean> {
    return this.#lost ? Promise.resolve(false) : this.#ask({ kind: 'redo' });
  }
  /** It waits for nobody: what is saved hours later surprises. */
  save(message: string, signal: AbortSignal): Promise<boolean> {
    if (!this.#lost) return this.#ask({ kind: 'save', seq: this.#state.seq, message, signal });
    this.#set({ fault: this.#ports.lost() });
    return Promise.resolve(false);
  }

  /** Sends again what was refused. */
  retry(): void {
    const again = this.#refused.map((wish): Asked => ({ wish, done: () => undefined }));
    this.#refused = [];
    this.#asked = [...this.#asked, ...again];
    this.#set({ fault: null });
    this.#turn();
  }

  /** What was typed stays all the same. */
  dismiss(): void {
    this.#refused = [];
    this.#set({ fault: null });
  }

  /** For whoever says it in a place of their own. */
  takeFault(): unknown {
    const { fault } = this.#state;
    this.#set({ fault: null });
    return fault;
  }

  /** Something about this draft was refused that was not asked for here. */
  report(fault: unknown): void {
    this.#set({ fault });
  }

  /** Puts what is here into another draft, with what never reached the engine. */
  bringTo(other: DraftStore, label: string): void {
    other.replace(this.text().toString(), label);
    for (const wish of this.#refused) void other.change(wish.changes, wish.label);
  }

  /** What the stream of the draft says. */
  receive(event: DraftEvent): void {
    if (event.kind === 'closed') {
      for (const { wish } of this.#asked) this.#keepRefused(wish);
      this.#drop(this.#asked);
      this.#set({ closed: true });
      return;
    }
    const news = event.kind === 'whole' ? event.draft : event.step;
    // While a call is under way its answer comes first.
    if (this.#busy && !this.#lost) this.#early.push(news);
    else if (event.kind === 'step') this.#take(event.step);
    else {
      this.#takeWhole(event.draft);
      this.#turn();
    }
  }

  #ask(wish: Wish): Promise<boolean> {
    if (this.#state.closed) return Promise.resolve(false);
    return new Promise((done) => {
      this.#asked = [...this.#asked, { wish, done }];
      // The newer word counts. Whatever else was refused before must not be hidden by it.
      if (wish.kind === 'change') this.#refused = this.#refused.filter((one) => !meet(one, wish));
      this.#set(this.#refused.length === 0 ? { fault: null } : {});
      this.#turn();
    });
  }

  #drop(some: readonly Asked[]): void {
    this.#asked = this.#asked.filter((one) => !some.includes(one));
    for (const { done } of some) done(false);
  }

  /** Sends the next thing, unless something is under way or nobody answers. */
  #turn(): void {
    if (!this.#busy && !this.#lost && !this.#state.closed) {
      const [next] = this.#asked;
      if (next !== undefined && (this.#typed === null || this.#before.has(next.done))) void this.#sendAsked();
      else if (this.#typed !== null) void this.#sendTyped();
    }
    this.#set({});
  }

  async #sendTyped(): Promise<void> {
    const sent = this.#typed;
    if (sent === null) return;
    this.#sent = sent;
    this.#typed = null;
    this.#isHeld = false;
    await this.#call(
      () => this.#ports.edit(this.#state.seq, editsOf(sent, this.#base), this.#label),
      (step) => {
        if (this.#sent !== null) this.#base = this.#sent.apply(this.#base);
        this.#sent = null;
        this.#known = withStep(this.#known, step.data);
        this.#noteOwn(this.#state.seq, step.seq);
        this.#set(standing(step));
      },
      (error) => {
        // What was typed stays in the editor, whatever the reason was.
        this.#typeAgain(sent);
        this.#sent = null;
        return this.#ports.isOutdated(error) ? this.#catchUp() : this.#hold(error);
      },
    );
  }

  /** Nothing goes before what was typed: who wanted to save it, or take it back, has to say so again. */
  #hold(error: unknown): false {
    this.#isHeld = true;
    this.#drop(this.#asked.filter(({ wish }) => wish.kind !== 'change'));
    this.#set({ fault: error });
    return false;
  }

  async #sendAsked(): Promise<void> {
    const [asked] = this.#asked;
    if (asked === undefined) return;
    const { wish } = asked;
    const isUnwanted = (): boolean => wish.kind === 'save' && wish.signal.aborted;
    const finish = (heard: boolean): void => {
      this.#asked = this.#asked.filter((one) => one !== asked);
      asked.done(heard);
    };
    if (isUnwanted()) {
      finish(false);
      return this.#turn();
    }
    await this.#call<DraftStep | Draft>(
      () => this.#run(wish),
      (answer) => {
        finish(true);
        this.#noteOwn(this.#state.seq, answer.seq);
        // What others did before it comes first.
        this.#takeEarly();
        if ('edits' in answer) this.#take(answer);
        else if (answer.seq >= this.#state.seq) this.#adopt(answer);
      },
      async (error) => {
        finish(false);
        if (!this.#ports.isFinal(error)) this.#keepRefused(wish);
        this.#set(isUnwanted() ? {} : { fault: error });
        if (this.#ports.isOutdated(error)) await this.#catchUp();
        return true;
      },
    );
  }

  #run(wish: Wish): Promise<DraftStep | Draft> {
    if (wish.kind === 'change') return this.#ports.change(wish.changes, wish.label);
    if (wish.kind === 'save') return this.#ports.save(wish.seq, wish.message, wish.signal);
    return wish.kind === 'undo' ? this.#ports.undo() : this.#ports.redo();
  }

  /** For whoever tries again; later, what counts the items of a list may mean another one. */
  #keepRefused(wish: Wish): void {
    if (wish.kind === 'change' && !isByPlace(wish)) this.#refused = [...this.#refused, wish];
  }

  /** What was done here before it was asked to save is no news to who asked. */
  #noteOwn(before: number, now: number): void {
    if (now !== before + 1) return;
    this.#asked = this.#asked.map((one) => {
      const { wish } = one;
      return wish.kind === 'save' && wish.seq === before ? { ...one, wish: { ...wish, seq: now } } : one;
    });
  }

  /** `refused` says whether to go on with what else is to be sent. */
  async #call<A>(
    run: () => Promise<A>,
    answered: (answer: A) => void,
    refused: (error: unknown) => Promise<boolean> | boolean,
  ): Promise<void> {
    this.#busy = true;
    try {
      const answer = await run();
      this.#busy = false;
      answered(answer);
    } catch (error) {
      this.#busy = false;
      if (this.#ports.isLost(error)) return this.#lose(error);
      if (!(await refused(error))) return this.#takeEarly();
    }
    this.#takeEarly();
    this.#turn();
  }

  /** Only changes wait. How a save ended that was under way is not known; what the draft says when it is heard of again tells. */
  #lose(error: unknown): void {
    const underWay = error === null || this.#sent !== null ? undefined : this.#asked[0];
    const saves = this.#asked.filter(({ wish }) => wish.kind === 'save');
    this.#lost = true;
    this.#unheard = underWay?.wish.kind === 'save' ? null : error;
    this.#early = [];
    this.#drop(this.#asked.filter((one) => one.wish.kind === 'save' || (one.wish.kind !== 'change' && one !== underWay)));
    this.#set(saves.some(({ wish }) => wish.kind === 'save' && !wish.signal.aborted) ? { fault: this.#ports.lost() } : {});
  }

  /** What came meanwhile, from the stream or by asking. False when nobody answers. */
  async #catchUp(): Promise<boolean> {
    const seq = this.#state.seq;
    this.#takeEarly();
    return this.#state.seq > seq || ((await this.#fetch()) && this.#state.seq !== seq);
  }

  #fetchAndGoOn(): void {
    void this.#fetch().then((heard) => heard && this.#turn());
  }

  /** One at a time, and never beside another call. */
  #fetch(): Promise<boolean> {
    this.#fetching ??= this.#fetchOnce();
    return this.#fetching;
  }

  async #fetchOnce(): Promise<boolean> {
    this.#busy = true;
    const isHeard = await this.#fetched();
    if (isHeard) this.#takeEarly();
    return isHeard;
  }

  async #fetched(): Promise<boolean> {
    try {
      const draft = await this.#ports.get();
      this.#endFetch();
      this.#early = this.#early.filter((news) => news.seq > draft.seq);
      this.#adopt(draft);
      return true;
    } catch (error) {
      this.#endFetch();
      if (this.#ports.isLost(error)) this.#lose(null);
      else this.#set({ fault: error });
      return false;
    }
  }

  #endFetch(): void {
    this.#busy = false;
    this.#fetching = null;
  }

  /** Up to where something is missing: then the rest waits for the whole. */
  #takeEarly(): void {
    while (!this.#busy) {
      const next = this.#early.shift();
      if (next === undefined) return;
      if ('edits' in next) this.#take(next);
      else this.#takeWhole(next);
    }
  }

  #takeWhole(draft: Draft): void {
    // Late, or of an engine that was set back: only asking tells.
    if (!this.#lost && draft.seq < this.#state.seq) return this.#fetchAndGoOn();
    const isMoved = this.#lost && draft.seq !== this.#state.seq;
    this.#lost = false;
    this.#adopt(draft);
    if (isMoved) this.#dropByPlace();
  }

  /** What waited for a draft that has moved on since may mean other items of a list now. */
  #dropByPlace(): void {
    const late = this.#asked.filter(({ wish }) => isByPlace(wish));
    this.#drop(late);
    if (late.length > 0) this.#set({ fault: this.#ports.lost() });
  }

  /** A step of somebody else, or of a call that is answered. */
  #take(step: DraftStep): void {
    if (step.seq < this.#state.seq) return;
    if (step.seq === this.#state.seq) return this.#set(step.edits.length === 0 ? standing(step) : {});
    if (step.seq > this.#state.seq + 1) return this.#fetchAndGoOn();
    this.#rebase(changesOf(step.edits, this.#base.length));
    this.#known = withStep(this.#known, step.data);
    this.#set(standing(step));
  }

  #adopt(draft: Draft): void {
    this.#settleUnheard(draft);
    this.#rebase(changesBetween(this.#base, draft.text));
    this.#known = draft.data;
    this.#set(standing(draft));
  }

  /** Was the call heard that was under way when the connection broke? The text of the engine tells. */
  #settleUnheard(draft: Draft): void {
    const error = this.#unheard;
    if (error === null) return;
    this.#unheard = null;
    if (this.#sent !== null) this.#settleSent(this.#sent, draft);
    else this.#settleAsked(error, draft);
  }

  #settleSent(sent: ChangeSet, draft: Draft): void {
    this.#sent = null;
    const mine = sent.apply(this.#base);
    const isHeard =
      draft.seq > this.#state.seq && sizeOf(changesBetween(mine, draft.text)) < sizeOf(changesBetween(this.#base, draft.text));
    if (isHeard) this.#base = mine;
    else this.#typeAgain(sent);
  }

  /** Before whatever was done since. */
  #typeAgain(sent: ChangeSet): void {
    this.#typed = this.#typed === null ? sent : sent.compose(this.#typed);
    this.#before = new Set();
  }

  #settleAsked(error: unknown, draft: Draft): void {
    const [asked] = this.#asked;
    const isMoved = draft.seq > this.#state.seq;
    if (asked === undefined) return;
    const { wish } = asked;
    if (wish.kind === 'change' && (!isMoved || canRepeat(wish, draft.data))) return;
    this.#asked = this.#asked.slice(1);
    // Something moved: was it this? What counts the items of a list leaves no other trace.
    const isDone = isMoved && !isByPlace(wish);
    if (!isDone) this.#set({ fault: error });
    asked.done(isDone);
  }

  /** Puts a change of the engine's text below what was done here since. */
  #rebase(theirs: ChangeSet): void {
    if (theirs.empty) return;
    this.#base = theirs.apply(this.#base);
    let shown = theirs;
    if (this.#sent !== null) {
      const overSent = shown.map(this.#sent);
      this.#sent = this.#sent.map(shown, true);
      shown = overSent;
    }
    if (this.#typed !== null) {
      const overTyped = shown.map(this.#typed);
      this.#typed = this.#typed.map(shown, true);
      shown = overTyped;
    }
    this.#tell(shown);
  }

  #tell(changes: ChangeSet, except?: TextListener): void {
    if (changes.empty) return;
    for (const listener of this.#texts) if (listener !== except) listener(changes);
  }

  #sync(): Sync {
    const isOpen = this.#typed !== null || this.#sent !== null || this.#asked.length > 0;
    if (isOpen && this.#lost) return 'waiting';
    if (this.#refused.length > 0 || (this.#isHeld && this.#typed !== null)) return 'refused';
    return isOpen ? 'sending' : 'kept';
  }

  #set(part: Partial<DraftState>): void {
    const changes = this.#asked.flatMap(({ wish }) => changesIn(wish));
    const data = changes.length === 0 ? this.#known : withChanges(this.#known, changes);
    this.#state = { ...this.#state, ...part, sync: this.#sync(), data };
    for (const listener of this.#listeners) listener();
  }
}

const standing = ({ seq, summary, undo, redo, issues }: Draft | DraftStep) => ({ seq, summary, undo, redo, issues });
