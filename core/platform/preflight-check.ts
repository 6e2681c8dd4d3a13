// The shape of one row of the preflight matrix.
import type { Node, NodeFacts, PreflightCell } from '#contract/nodes.ts';
import type { FaultView } from '#contract/faults/entry.ts';
import { distributions, type Installable, type UsedPort } from '#contract/distributions.ts';
import type { Settings } from '#contract/platforms.ts';
import type { ClusterMember } from './membership.ts';

/** What the machines are to become. */
export interface Intent {
  readonly settings: Settings;
  readonly distribution: Installable;
  /** Who is in the platform's own cluster already; left out: nothing is known of it. */
  readonly cluster?: readonly ClusterMember[];
}

export type SudoWay = 'root' | 'free' | 'password' | 'none';

/** What a machine reaches, and under which name it is reached itself. */
export interface Reach {
  readonly names: readonly {
    readonly name: string;
    /** Empty: it did not resolve. */
    readonly address: string;
    readonly answers: boolean;
    /** Why it does not, in the words of the machine. */
    readonly detail: string;
  }[];
  /** The name its own address has for others; empty: none. */
  readonly ownAddress: string;
  readonly ownName: string;
  /** Its name server knows names that do not exist. */
  readonly inventsNames: boolean;
}

/** One machine as it was found; no facts: it could not be read, and `fault` says why. */
export interface Examined {
  readonly node: Node;
  readonly facts: NodeFacts | null;
  readonly sudo: SudoWay | null;
  /** Null: was not looked at. */
  readonly reach: Reach | null;
  /** A sudo password was given for this session. */
  readonly passwordKnown: boolean;
  readonly fault: FaultView | null;
}

export interface Subject extends Intent {
  readonly node: Node;
  readonly facts: NodeFacts;
  readonly sudo: SudoWay | null;
  readonly reach: Reach | null;
  readonly passwordKnown: boolean;
  readonly fleet: readonly Examined[];
}

export type Verdict =
  | { readonly state: 'pass'; readonly found: string }
  | { readonly state: 'unknown'; readonly found: string; readonly reason: string }
  | { readonly state: 'warn' | 'block'; readonly found: string; readonly reason: string; readonly remedy: string };

export interface Check {
  readonly id: string;
  readonly title: string;
  /** What shows it on the machine. */
  readonly command: string | ((subject: Pick<Subject, 'node'>) => string);
  wanted(subject: Pick<Subject, 'node' | keyof Intent>): string;
  judge(subject: Subject): Verdict;
}

/** What must be free on it. */
export const portsOf = ({ node: { role }, distribution }: Pick<Subject, 'node' | 'distribution'>): readonly UsedPort[] =>
  distributions[distribution].ports.filter(({ on }) => on === 'all' || role === 'control');

export const pass = (found: string): Verdict => ({ state: 'pass', found });
export const warn = (found: string, reason: string, remedy: string): Verdict => ({ state: 'warn', found, reason, remedy });
export const block = (found: string, reason: string, remedy: string): Verdict => ({ state: 'block', found, reason, remedy });

export const cellOf = (check: Check, subject: Pick<Subject, 'node' | keyof Intent>, verdict: Verdict): PreflightCell => ({
  nodeId: subject.node.id,
  check: check.id,
  title: check.title,
  wanted: check.wanted(subject),
  command: typeof check.command === 'string' ? check.command : check.command(subject),
  reason: '',
  remedy: '',
  fix: null,
  ...verdict,
});

/** Binary, as every other screen shows memory and disks. */
export const gibibytes = (bytes: number): string => {
  const value = bytes / 2 ** 30;
  return `${value.toFixed(value < 1 ? 2 : value < 100 ? 1 : 0)} GiB`;
};
