// The shape of one row of the preflight matrix.
import type { Node, NodeFacts, PreflightCell } from '#contract/nodes.ts';
import type { FaultView } from '#contract/faults/entry.ts';
import type { Settings } from '#contract/platforms.ts';

export type SudoWay = 'root' | 'free' | 'password' | 'none';

/** One machine as it was found; no facts: it could not be read, and `fault` says why. */
export interface Examined {
  readonly node: Node;
  readonly facts: NodeFacts | null;
  readonly sudo: SudoWay | null;
  /** A sudo password was given for this session. */
  readonly passwordKnown: boolean;
  readonly fault: FaultView | null;
}

export interface Subject {
  readonly node: Node;
  readonly facts: NodeFacts;
  readonly sudo: SudoWay | null;
  readonly passwordKnown: boolean;
  readonly fleet: readonly Examined[];
  readonly settings: Settings;
}

export type Verdict =
  | { readonly state: 'pass'; readonly found: string }
  | { readonly state: 'unknown'; readonly found: string; readonly reason: string }
  | { readonly state: 'warn' | 'block'; readonly found: string; readonly reason: string; readonly remedy: string };

export interface Check {
  readonly id: string;
  readonly title: string;
  wanted(subject: Pick<Subject, 'node' | 'settings'>): string;
  judge(subject: Subject): Verdict;
}

export const pass = (found: string): Verdict => ({ state: 'pass', found });
export const warn = (found: string, reason: string, remedy: string): Verdict => ({ state: 'warn', found, reason, remedy });
export const block = (found: string, reason: string, remedy: string): Verdict => ({ state: 'block', found, reason, remedy });

export const cellOf = (check: Check, subject: Pick<Subject, 'node' | 'settings'>, verdict: Verdict): PreflightCell => ({
  nodeId: subject.node.id,
  check: check.id,
  title: check.title,
  wanted: check.wanted(subject),
  reason: '',
  remedy: '',
  ...verdict,
});

/** Binary, as every other screen shows memory and disks. */
export const gibibytes = (bytes: number): string => {
  const value = bytes / 2 ** 30;
  return `${value.toFixed(value < 1 ? 2 : value < 100 ? 1 : 0)} GiB`;
};

/** A documented figure, which is decimal as machines are sold, beside the unit of what is found. */
export const asSold = (gigabytes: number): string => `${gigabytes} GB (${gibibytes(gigabytes * 1e9)})`;
