// The one copy of the platform that the wizard edits: saved by itself, joined with changes from elsewhere, never lost.
import type { Platform, PlatformContent } from '#contract/platforms.ts';
import { fieldOf } from './fields.ts';
import { contentOf, mergeContent, same } from './merge.ts';
import { putBack } from './node-list.ts';

export type SaveState =
  | { readonly state: 'saved' }
  | { readonly state: 'waiting' }
  | { readonly state: 'saving' }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'conflict'; readonly paths: readonly string[]; readonly theirs: Platform };

export interface DraftState {
  readonly content: PlatformContent;
  /** What was typed into fields and breaks their rule, by path; the content keeps the last good value. */
  readonly pending: Readonly<Record<string, string>>;
  readonly save: SaveState;
  readonly revision: number;
  readonly savedAt: number;
}

/** What survives a closed window: never a secret, only what the platform itself holds. */
export interface Kept {
  readonly base: PlatformContent;
  readonly content: PlatformContent;
  readonly pending: Readonly<Record<string, string>>;
}

export interface DraftPorts {
  save(content: PlatformContent, expectedRevision: number): Promise<Platform>;
  load(): Promise<Platform>;
  /** Calls back once after a pause in typing; returns what calls it off. */
  later(run: () => void): () => void;
  keep(kept: Kept | null): void;
  isConflict(error: unknown): boolean;
}

export class Draft {
  #state: DraftState;
  #base: Platform;
  readonly #ports: DraftPorts;
  readonly #listeners = new Set<() => void>();
  #cancelLater: (() => void) | null = null;
  #running: Promise<void> | null = null;

  constructor(platform: Platform, ports: DraftPorts, kept: Kept | null = null) {
    this.#base = platform;
    this.#ports = ports;
    this.#state = { content: contentOf(platform), pending: {}, save: { state: 'saved' }, ...stamp(platform) };
    if (kept !== null) this.#restore(kept);
  }

  get state(): DraftState {
    return this.#state;
  }
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  snapshot = (): DraftState => this.#state;

  /** Changes the answers and saves them after a pause. */
  edit(change: (content: PlatformContent) => PlatformContent): void {
    this.#set({ content: change(this.#state.content) });
    this.#plan();
  }

  /** Takes the text of a field. A text that breaks the rule is kept beside the last good value. */
  type(path: string, text: string): void {
    const field = fieldOf(path);
    if (field === undefined) return this.note(path, text);
    const applied = field.apply(this.#state.content, text);
    if (!applied.ok) return this.note(path, text);
    const { [path]: _mended, ...pending } = this.#state.pending;
    this.#set({ content: applied.content, pending });
    this.#plan();
  }

  /** Keeps a text that belongs to no stored field (a form not sent yet); an empty one is forgotten. */
  note(path: string, text: string | null): void {
    const { [path]: _before, ...others } = this.#state.pending;
    this.#set({ pending: text === null ? others : { ...others, [path]: text } });
    this.#keep();
  }

  /** Saves now; true when the stored platform equals the content. */
  async flush(): Promise<boolean> {
    this.#cancelLater?.();
    this.#cancelLater = null;
    // A second turn is needed when somebody else saved first and both could be joined.
    for (let turn = 0; turn < 3; turn += 1) {
      while (this.#running !== null) await this.#running;
      if (this.#state.save.state === 'conflict') return false;
      if (!this.#dirty()) break;
      this.#running = this.#save().finally(() => {
        this.#running = null;
      });
      await this.#running;
      if (this.#state.save.state === 'failed') return false;
    }
    const clean = !this.#dirty();
    if (clean && this.#state.save.state !== 'saved') this.#set({ save: { state: 'saved' } });
    return clean;
  }

  /** Takes in what the engine stored meanwhile: trusted keys, facts. */
  async refresh(): Promise<void> {
    while (this.#running !== null) await this.#running;
    this.#join(await this.#ports.load());
  }

  /** Takes in what was saved elsewhere; while anything here is unsaved it waits, as saving joins both. */
  async keepUp(): Promise<void> {
    if (!this.#isAtRest()) return;
    const theirs = await this.#ports.load();
    if (this.#isAtRest() && theirs.revision > this.#base.revision) this.#join(theirs);
  }

  /** After a conflict: my text replaces theirs. */
  async overwrite(): Promise<void> {
    if (this.#state.save.state === 'conflict') {
      this.#base = this.#state.save.theirs;
      this.#set({ save: { state: 'waiting' } });
    }
    await this.flush();
  }

  /** A machine that works in the cluster stays in the list, under its name there. */
  async keepMachine(nodeId: string): Promise<void> {
    const index = this.#base.nodes.findIndex(({ id }) => id === nodeId);
    const node = this.#base.nodes[index];
    if (node === undefined) return;
    const { [`nodes.${nodeId}.name`]: _typed, ...pending } = this.#state.pending;
    const content = putBack(this.#state.content, { node, index });
    const nodes = content.nodes.map((each) => (each.id === nodeId ? { ...each, name: node.name } : each));
    this.#set({ content: { ...content, nodes }, pending });
    this.#keep();
    await this.flush();
  }

  /** After a conflict: theirs replaces mine. */
  adopt(): void {
    if (this.#state.save.state !== 'conflict') return;
    const { theirs } = this.#state.save;
    this.#base = theirs;
    this.#set({
      content: { ...contentOf(theirs), page: this.#state.content.page },
      pending: {},
      save: { state: 'saved' },
      ...stamp(theirs),
    });
    this.#keep();
    this.#plan();
  }

  #restore(kept: Kept): void {
    const page = this.#state.content.page;
    const joined = mergeContent({ base: kept.base, mine: kept.content, theirs: this.#state.content });
    this.#set({ content: { ...joined.content, page }, pending: kept.pending });
    this.#plan();
  }

  #isAtRest(): boolean {
    return this.#running === null && this.#state.save.state === 'saved' && !this.#dirty();
  }

  #dirty(): boolean {
    return !same(this.#state.content, contentOf(this.#base));
  }

  #plan(): void {
    this.#keep();
    if (this.#state.save.state === 'conflict' || !this.#dirty()) return;
    this.#cancelLater?.();
    this.#set({ save: { state: 'waiting' } });
    this.#cancelLater = this.#ports.later(() => void this.flush());
  }

  async #save(): Promise<void> {
    const sent = this.#state.content;
    this.#set({ save: { state: 'saving' } });
    try {
      const stored = await this.#ports.save(sent, this.#base.revision);
      this.#base = stored;
      this.#settle(stored);
    } catch (error) {
      if (this.#ports.isConflict(error)) await this.#meet();
      else this.#set({ save: { state: 'failed', error } });
    }
  }

  /** Somebody saved first: join what can be joined and try once more by itself. */
  async #meet(): Promise<void> {
    try {
      this.#join(await this.#ports.load());
    } catch (error) {
      this.#set({ save: { state: 'failed', error } });
    }
  }

  #join(theirs: Platform): void {
    // An answer that was overtaken by a newer one says nothing new.
    if (theirs.revision <= this.#base.revision) return this.#settle(this.#base);
    const joined = mergeContent({ base: contentOf(this.#base), mine: this.#state.content, theirs: contentOf(theirs) });
    if (joined.conflicts.length > 0) {
      this.#set({ save: { state: 'conflict', paths: joined.conflicts, theirs } });
      return;
    }
    this.#base = theirs;
    this.#set({ content: joined.content });
    this.#settle(theirs);
  }

  #settle(stored: Platform): void {
    this.#set({ save: { state: 'saved' }, ...stamp(stored) });
    this.#plan();
  }

  #keep(): void {
    const { content, pending } = this.#state;
    const nothing = !this.#dirty() && Object.keys(pending).length === 0;
    this.#ports.keep(nothing ? null : { base: contentOf(this.#base), content, pending });
  }

  #set(part: Partial<DraftState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}

const stamp = (platform: Platform) => ({ revision: platform.revision, savedAt: platform.savedAt });

/** The text a field shows: what was typed, else the stored value. */
export function textOf(state: Pick<DraftState, 'content' | 'pending'>, path: string): string {
  return state.pending[path] ?? fieldOf(path)?.read(state.content) ?? '';
}

/** The message of a field whose text breaks its rule, or null. */
export function problemOf(state: Pick<DraftState, 'content' | 'pending'>, path: string): string | null {
  const text = state.pending[path];
  if (text === undefined) return null;
  const applied = fieldOf(path)?.apply(state.content, text);
  return applied === undefined || applied.ok ? null : applied.message;
}
