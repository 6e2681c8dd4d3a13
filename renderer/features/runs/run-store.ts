// One run, live: its tasks, its summary and its log.
import type { LogLine, Run, RunEvent } from '#contract/runs.ts';
import type { FaultView } from '#contract/faults/entry.ts';
import { api, follow } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { LogLines } from '#renderer/kit/log/log-lines.ts';
import type { LogRow } from '#renderer/kit/log/log-lines.ts';
import { frameBatch } from '#renderer/live/frame-batch.ts';
import { mergeTasks } from './merge-tasks.ts';

export interface RunLine extends LogRow {
  readonly taskId: string;
}

export interface RunState {
  readonly run: Run | null;
  /** When `run.leftMs` was told; it shrinks by itself from there. */
  readonly toldAt: number;
  readonly fault: FaultView | null;
}

/** The node a task is about, from its id: "join-worker:node2". */
const sourceOf = (taskId: string): string => taskId.slice(taskId.indexOf(':') + 1);

const toRow = (line: LogLine): RunLine => ({ ...line, source: sourceOf(line.taskId) });

export class RunStore {
  readonly log = new LogLines<RunLine>();
  #state: RunState = { run: null, toldAt: 0, fault: null };
  #next: RunState = this.#state;
  #stop: (() => void) | null = null;
  readonly #runId: string;
  readonly #listeners = new Set<() => void>();
  readonly #flush = frameBatch(() => {
    if (this.#next !== this.#state) {
      this.#state = this.#next;
      for (const tell of this.#listeners) tell();
    }
    this.log.flush();
  });

  constructor(runId: string) {
    this.#runId = runId;
  }

  readonly get = (): RunState => this.#state;
  readonly subscribe = (tell: () => void): (() => void) => {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  };

  /** Follows until the run ends; called again when it goes on. */
  start(): void {
    if (this.#stop !== null) return;
    this.#stop = follow<RunEvent>({
      open: (signal) => api.runs.watch({ runId: this.#runId, afterLog: this.log.lastSeq }, { signal }),
      on: (event) => this.#take(event),
      ended: (error) => {
        this.#stop = null;
        this.#set({ fault: error === null ? null : toFault(error) });
      },
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #take(event: RunEvent): void {
    if (event.type === 'snapshot') this.#set({ run: event.run, toldAt: Date.now(), fault: null });
    else if (event.type === 'log') {
      this.log.append(event.lines.map(toRow));
      this.#flush();
    } else if (this.#next.run !== null) {
      this.#set({ run: mergeTasks(this.#next.run, event.summary, event.tasks), toldAt: Date.now() });
    }
  }

  #set(change: Partial<RunState>): void {
    this.#next = { ...this.#next, ...change };
    this.#flush();
  }
}
