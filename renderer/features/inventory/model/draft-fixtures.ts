// An engine on a table: it keeps one text, and answers when it is told to.
import { ChangeSet } from '@codemirror/state';
import type { DocumentChange, DocumentData, TextEdit } from '#contract/inventory/document.ts';
import type { Draft, DraftStep } from '#contract/inventory/drafts.ts';
import { DraftStore } from './draft-store.ts';
import type { DraftPorts } from './draft-store.ts';
import { changesOf, textOf } from './text-edits.ts';

export class Lost extends Error {}
export class Outdated extends Error {}
export class Wrong extends Error {}

const summary = {
  id: 'd1',
  platformId: 'p1',
  name: 'draft',
  baseRevision: 1,
  savedRevision: 1,
  changedAt: 0,
  changed: false,
};
export const nothing = { groups: [], nodes: [] };

/** An engine that keeps one text, answers when it is told to, and can be cut off before or after it has heard. */
class Engine {
  text: string;
  seq = 0;
  gets = 0;
  data: DocumentData = { general: {}, variables: {}, groups: [], nodes: [] };
  summary = summary;
  readonly heard: string[] = [];
  cut: 'before' | 'after' | null = null;
  refusal: Error | null = null;
  #gates: (() => void)[] = [];
  #held = false;

  constructor(text: string) {
    this.text = text;
  }
  draft = (): Draft => ({
    seq: this.seq,
    summary: this.summary,
    undo: null,
    redo: null,
    issues: [],
    text: this.text,
    data: this.data,
  });
  apply(edits: readonly TextEdit[]): DraftStep {
    this.text = changesOf(edits, this.text.length).apply(textOf(this.text)).toString();
    this.seq += 1;
    return { seq: this.seq, summary: this.summary, undo: null, redo: null, issues: [], edits: [...edits], data: nothing };
  }
  hold(): void {
    this.#held = true;
  }
  async release(): Promise<void> {
    this.#held = false;
    for (const open of this.#gates.splice(0)) open();
    await settled();
  }
  async #answer<T>(work: () => T): Promise<T> {
    if (this.#held) await new Promise<void>((open) => this.#gates.push(open));
    if (this.cut === 'before') throw new Lost();
    if (this.refusal !== null) throw this.refusal;
    const step = work();
    if (this.cut === 'after') throw new Lost();
    return step;
  }
  readonly ports: { -readonly [K in keyof DraftPorts]: DraftPorts[K] } = {
    edit: (seq, edits, label) =>
      this.#answer(() => {
        if (seq !== this.seq) throw new Outdated();
        this.heard.push(`${label} ${edits.map((edit) => `${edit.from}-${edit.to}:${edit.insert}`).join()}`);
        return this.apply(edits);
      }),
    change: (changes, label) =>
      this.#answer(() => {
        this.heard.push(`${label} ${changes.map((change) => change.path.join('.')).join()}`);
        return this.apply([{ from: this.text.length, to: this.text.length, insert: `#${label}` }]);
      }),
    undo: () =>
      this.#answer(() => {
        this.heard.push('undo');
        return this.apply([]);
      }),
    redo: () => this.#answer(() => this.apply([])),
    save: (seq, message) =>
      this.#answer(() => {
        if (seq !== this.seq) throw new Outdated();
        this.heard.push(`save ${message}`);
        this.summary = { ...this.summary, savedRevision: 2, baseRevision: 2 };
        return this.draft();
      }),
    get: () =>
      this.#answer(() => {
        this.gets += 1;
        return this.draft();
      }),
    lost: () => new Lost(),
    isFinal: (error) => error instanceof Wrong,
    isLost: (error) => error instanceof Lost,
    isOutdated: (error) => error instanceof Outdated,
  };
}

export const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 0));
export function opened(text = 'abc') {
  const engine = new Engine(text);
  const store = new DraftStore(engine.draft(), engine.ports);
  const insert = (at: number, what: string): void =>
    store.edit(ChangeSet.of({ from: at, insert: what }, store.text().length, '\n'), 'typing');
  return { engine, store, insert, shown: () => store.text().toString() };
}
export const wanted = new AbortController().signal;
export const setRole: DocumentChange = { kind: 'set', path: ['nodes', 'a', 'role'], value: 'worker' };
