// What the wizard finds out while it is open and the platform does not store: keys seen, rungs, preflight cells, runs.
import type { ClusterAccess } from '#contract/cluster.ts';
import type { FaultView } from '#contract/faults/entry.ts';
import type { Issue } from '#contract/platforms.ts';
import type { AccessEvent, AccessMap } from './access.ts';
import { accessOf, withEvent } from './access.ts';
import type { Cells } from './preflight-table.ts';

/** The run that puts Hearth's key on machines. */
export interface Installing {
  readonly running: boolean;
  /** The newest such run, for its log. */
  readonly runId: string | null;
  /** What is being done on each machine. */
  readonly doing: ReadonlyMap<string, string>;
  readonly faults: ReadonlyMap<string, FaultView>;
  /** Why the run could not even start. */
  readonly fault: FaultView | null;
}

export interface SessionState {
  readonly access: AccessMap;
  readonly install: Installing;
  readonly cells: Cells;
  /** What was found before Hearth carried out a remedy, by the cell. */
  readonly mended: ReadonlyMap<string, string>;
  readonly preflight: {
    readonly running: boolean;
    readonly at: number | null;
    readonly fault: FaultView | null;
    /** The answers it was made for; null: none was made. */
    readonly basis: string | null;
  };
  /** Machines whose facts could not be read, with the reason. */
  readonly unread: ReadonlyMap<string, FaultView>;
  readonly issues: readonly Issue[];
  readonly furthest: number;
  /** Of a cluster that is there already. The text of its kubeconfig is a secret: it is never kept outside of this window's memory. */
  readonly kubeconfig: string;
  readonly cluster: { readonly running: boolean; readonly access: ClusterAccess | null; readonly fault: FaultView | null };
  /** The provision run started here; the list of runs hears of it a moment later. */
  readonly startedRunId: string | null;
}

const fresh: SessionState = {
  access: new Map(),
  install: { running: false, runId: null, doing: new Map(), faults: new Map(), fault: null },
  cells: new Map(),
  mended: new Map(),
  preflight: { running: false, at: null, fault: null, basis: null },
  unread: new Map(),
  issues: [],
  furthest: 0,
  kubeconfig: '',
  cluster: { running: false, access: null, fault: null },
  startedRunId: null,
};

export class Session {
  #state: SessionState = fresh;
  readonly #listeners = new Set<() => void>();

  snapshot = (): SessionState => this.#state;
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(part: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }

  onAccess(nodeId: string, event: AccessEvent): void {
    const access = new Map(this.#state.access).set(nodeId, withEvent(accessOf(this.#state.access, nodeId), event));
    this.set({ access });
  }

  /** Forgets what was found about machines that have moved or left. */
  forget(nodeId: string): void {
    const access = new Map(this.#state.access);
    access.delete(nodeId);
    const cells = new Map([...this.#state.cells].filter(([, cell]) => cell.nodeId !== nodeId));
    this.set({ access, cells });
  }
}
