// The draft as this window holds it: what the engine knows, and what was done here since. One call at a time, in order.
import { ChangeSet } from '@codemirror/state';
import type { Text } from '@codemirror/state';
import type { DocumentChange, DocumentData, DocumentIssue, TextEdit } from '#contract/inventory/document.ts';
import type { Draft, DraftEvent, DraftStep, DraftSummary } from '#contract/inventory/drafts.ts';
import { withChanges, withStep } from './document-data.ts';
import { changesBetween, changesOf, editsOf, sizeOf, textOf } from './text-edits.ts';

export interface DraftPorts {
  edit(seq: number, edits: readonly TextEdit[], label: string): Promise<DraftStep>;
  change(changes: readonly DocumentChange[], label: string): Promise<DraftStep>;
  undo(): Promise<DraftStep>;
  redo(): Promise<DraftStep>;
  save(message: string): Promise<Draft>;
  get(): Promise<Draft>;
  isLost(error: unknown): boolean;
  /** The edits were meant for another text. */
  isOutdated(error: unknown): boolean;
}

export type Sync = 'kept' | 'sending' | 'waiting';

export interface DraftState {
  readonly seq: number;
  readonly summary: DraftSummary;
  /** With what was asked for and is not answered yet. */
  readonly data: DocumentData;
  readonly issues: readonly DocumentIssue[];
  readonly undo: string | null;
  readonly redo: string | null;
  /** kept: the engine has it all. waiting: nobody answers; it is sent as soon as somebody does. */
  readonly sync: Sync;
  /** Why the last thing asked for was refused. */
  readonly fault: unknown;
  readonly closed: boolean;
}

interface Asked {
  readonly changes: readonly DocumentChange[];
  readonly run: () => Promise<DraftStep | Draft>;
  /** Whether to ask again when it is not known if it was heard. */
  readonly again: () => boolean;
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
  #asked: readonly Asked[] = [];
  /** Steps that came while a call was under way; its answer may be one of them. */
  #early: DraftStep[] = [];
  #busy = false;
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
    if (changes.length === 0) return Promise.resolve(true);
    const holds = (change: DocumentChange): boolean => change.kind !== 'rename' || has(this.#known, change.path);
    return this.#ask({ changes, run: () => this.#ports.change(changes, label), again: () => changes.every(holds) });
  }

  undo(): Promise<boolean> {
    return this.#ask({ changes: [], run: () => this.#ports.undo(), again: () => false });
  }
  redo(): Promise<boolean> {
    return this.#ask({ changes: [], run: () => this.#ports.redo(), again: () => false });
  }
  save(message: string): Promise<boolean> {
    return this.#ask({ changes: [], run: () => this.#ports.save(message), again: () => false });
  }

  /** Sends again what was refused. */
  retry(): void {
    this.#set({ fault: null });
    this.#turn();
  }

  dismiss(): void {
    this.#set({ fault: null });
  }

  /** What the stream of the draft says. */
  receive(event: DraftEvent): void {
    if (event.kind === 'closed') {
      this.#set({ closed: true });
      for (const asked of this.#asked) asked.done(false);
      this.#asked = [];
      return;
    }
    if (event.kind === 'whole') {
      // While a call is under way its answer comes first; a stream that opens anew brings the newest again.
      if (this.#busy && !this.#lost) return;
      this.#lost = false;
      this.#adopt(event.draft);
      this.#turn();
      return;
    }
    if (this.#busy) this.#early.push(event.step);
    else this.#take(event.step);
  }

  #ask(wish: Omit<Asked, 'done'>): Promise<boolean> {
    if (this.#state.closed) return Promise.resolve(false);
    return new Promise((done) => {
      this.#asked = [...this.#asked, { ...wish, done }];
      this.#set({ fault: null });
      this.#turn();
    });
  }

  /** Sends the next thing, unless something is under way or nobody answers. */
  #turn(): void {
    if (!this.#busy && !this.#lost && !this.#state.closed) {
      if (this.#typed !== null) void this.#sendTyped();
      else if (this.#asked.length > 0) void this.#sendAsked();
    }
    this.#set({});
  }

  async #sendTyped(): Promise<void> {
    const sent = this.#typed;
    if (sent === null) return;
    this.#sent = sent;
    this.#typed = null;
    await this.#call(
      () => this.#ports.edit(this.#state.seq, editsOf(sent, this.#base), this.#label),
      (step) => {
        if (this.#sent !== null) this.#base = this.#sent.apply(this.#base);
        this.#sent = null;
        this.#known = withStep(this.#known, step.data);
        this.#set(standing(step));
      },
      (error) => {
        // What was typed stays in the editor, whatever the reason was.
        this.#typed = this.#typed === null ? sent : sent.compose(this.#typed);
        this.#sent = null;
        if (this.#ports.isOutdated(error)) return this.#catchUp();
        this.#set({ fault: error });
        return false;
      },
    );
  }

  async #sendAsked(): Promise<void> {
    const [asked] = this.#asked;
    if (asked === undefined) return;
    const finish = (heard: boolean): void => {
      this.#asked = this.#asked.filter((one) => one !== asked);
      asked.done(heard);
    };
    await this.#call(
      asked.run,
      (answer) => {
        finish(true);
        if ('text' in answer) this.#adopt(answer);
        else this.#take(answer);
      },
      (error) => {
        finish(false);
        this.#set({ fault: error });
        return this.#ports.isOutdated(error) ? this.#catchUp() : true;
      },
    );
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

  #lose(error: unknown): void {
    this.#lost = true;
    this.#unheard = error;
    this.#early = [];
    this.#set({});
  }

  /** What came meanwhile, from the stream or by asking. False when nobody answers. */
  async #catchUp(): Promise<boolean> {
    const seq = this.#state.seq;
    this.#takeEarly();
    return this.#state.seq > seq || this.#fetch();
  }

  async #fetch(): Promise<boolean> {
    this.#busy = true;
    try {
      const draft = await this.#ports.get();
      this.#busy = false;
      this.#early = this.#early.filter((step) => step.seq > draft.seq);
      this.#adopt(draft);
      return true;
    } catch (error) {
      this.#busy = false;
      if (this.#ports.isLost(error)) this.#lost = true;
      else this.#set({ fault: error });
      this.#set({});
      return false;
    }
  }

  #takeEarly(): void {
    const early = this.#early;
    this.#early = [];
    for (const step of early) this.#take(step);
  }

  /** A step of somebody else, or of a call that is answered. */
  #take(step: DraftStep): void {
    if (step.seq < this.#state.seq) return;
    if (step.seq === this.#state.seq) return this.#set(step.edits.length === 0 ? standing(step) : {});
    if (step.seq > this.#state.seq + 1) {
      void this.#fetch().then((heard) => heard && this.#turn());
      return;
    }
    this.#rebase(changesOf(step.edits, this.#base.length));
    this.#known = withStep(this.#known, step.data);
    this.#set(standing(step));
  }

  #adopt(draft: Draft): void {
    if (draft.seq < this.#state.seq && draft.summary.id === this.#state.summary.id) return;
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
    else this.#typed = this.#typed === null ? sent : sent.compose(this.#typed);
  }

  #settleAsked(error: unknown, draft: Draft): void {
    const [asked] = this.#asked;
    const isMoved = draft.seq > this.#state.seq;
    if (asked === undefined || (asked.changes.length > 0 && (!isMoved || asked.again()))) return;
    this.#asked = this.#asked.slice(1);
    if (!isMoved) this.#set({ fault: error });
    asked.done(isMoved);
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

  #set(part: Partial<DraftState>): void {
    const waiting = this.#lost && (this.#typed !== null || this.#sent !== null || this.#asked.length > 0);
    const open = this.#typed !== null || this.#sent !== null || this.#asked.length > 0;
    const sync: Sync = waiting ? 'waiting' : open ? 'sending' : 'kept';
    const changes = this.#asked.flatMap((asked) => asked.changes);
    this.#state = { ...this.#state, ...part, sync, data: changes.length === 0 ? this.#known : withChanges(this.#known, changes) };
    for (const listener of this.#listeners) listener();
  }
}

const standing = ({ seq, summary, undo, redo, issues }: Draft | DraftStep) => ({ seq, summary, undo, redo, issues });

/** Whether something stands at the path of a rename. */
function has(data: DocumentData, path: DocumentChange['path']): boolean {
  const [top, name, third, key] = path;
  if (top === 'variables') return typeof name === 'string' && name in data.variables;
  const entry = (top === 'nodes' ? data.nodes : data.groups).find((one) => one.name === name);
  if (entry === undefined || third === undefined) return entry !== undefined;
  return third === 'variables' && typeof key === 'string' && key in entry.variables;
}
