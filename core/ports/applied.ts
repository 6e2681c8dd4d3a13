// What the runs have brought about: which inventory the last one was planned from, and what Hearth installed by it.
import type { PlatformContent } from '#contract/platforms.ts';

/** What a run that has begun was planned from. Facts of machines are left out. */
export interface Begun {
  readonly runId: string;
  readonly platformId: string;
  readonly at: number;
  readonly revision: number;
  readonly content: PlatformContent;
}

export interface AppliedComponent {
  readonly id: string;
  /** NAME-VERSION */
  readonly chart: string;
  /** Of the planned values; secrets are in them by their names only. */
  readonly valuesHash: string;
  /** When the run began that looked after it last. */
  readonly at: number;
}

export interface Applied {
  readonly platformId: string;
  readonly runId: string;
  readonly revision: number;
  readonly at: number;
  readonly content: PlatformContent;
  /** All that Hearth has installed and not taken away, also what is no longer wanted. */
  readonly components: readonly AppliedComponent[];
}

/** Goes with its platform. */
export interface AppliedStore {
  /** The newest few of a platform are kept, since a run that failed may be taken up again later. */
  begin(begun: Begun): Promise<void>;
  begun(runId: string): Promise<Begun | null>;
  get(platformId: string): Promise<Applied | null>;
  set(applied: Applied): Promise<void>;
  remove(platformId: string): Promise<void>;
}

export const begunKept = 20;
