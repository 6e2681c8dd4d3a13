// What is being typed, kept change by change. A draft is its snapshot and the changes after it.

/** An edit that can be taken back: it says what stood there. Of one list: places in the text before all of them, in order. */
export interface Replacement {
  readonly from: number;
  readonly removed: string;
  readonly insert: string;
}

export interface DraftEntry {
  /** Counted from 1, without gaps. */
  readonly seq: number;
  /** An undo holds what undid the change, a redo what did it again: each is applied like an edit. */
  readonly kind: 'edit' | 'undo' | 'redo';
  /** What undo calls it. */
  readonly label: string;
  readonly at: number;
  readonly edits: readonly Replacement[];
  /** Of a merge, also where it is taken back or made again: the draft's base before it and after it. */
  readonly rebased?: Rebased | undefined;
}

export interface Rebased {
  readonly from: number;
  readonly to: number;
}

export interface DraftRecord {
  readonly id: string;
  readonly platformId: string;
  /** Of one platform, no two are called the same. */
  readonly name: string;
  /** The version that it began with, or was last brought together with. */
  readonly baseRevision: number;
  /** A draft of the saved inventory goes along with it as long as it is unchanged; one that branched off a version stays there. */
  readonly origin: 'saved' | 'version';
  readonly changedAt: number;
}

export interface DraftSnapshot {
  readonly text: string;
  /** Of the last change that is in it. */
  readonly seq: number;
}

export interface StoredDraft extends DraftRecord {
  readonly snapshot: DraftSnapshot;
  /** The newest changes, in their order: all that came after the snapshot, and before it as many as undo may need. */
  readonly entries: readonly DraftEntry[];
}

/** Each call is durable when its promise resolves. Drafts of a platform that is removed are gone with it. */
export interface DraftStore {
  /** In the order of their names. */
  list(platformId: string): Promise<readonly DraftRecord[]>;
  get(draftId: string): Promise<StoredDraft | null>;
  /** Its snapshot is the text that it begins with. Throws NOT_FOUND when the platform is gone. */
  insert(draft: DraftRecord, text: string): Promise<void>;
  /** Throws NOT_FOUND when the draft is gone, CHANGED_MEANWHILE when there is an entry of that number. */
  append(draftId: string, entry: DraftEntry): Promise<void>;
  /** The same for a change that brings the draft together with a newer version. */
  rebase(draftId: string, entry: DraftEntry, baseRevision: number): Promise<void>;
  /** Leaves `keep` changes before it for undo, and forgets older ones. */
  snapshot(draftId: string, snapshot: DraftSnapshot, keep: number): Promise<void>;
  remove(draftId: string): Promise<boolean>;
}
