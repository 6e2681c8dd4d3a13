// What was asked for while machines or the cluster did not answer.
import type { Intent } from '#contract/inventory/drift.ts';
import type { Plan } from '#contract/runs.ts';

export interface KeptIntent extends Intent {
  /** As it would have been when it was asked for; null: there was none then. */
  readonly asked: Plan | null;
}

/** Goes with its platform. */
export interface IntentStore {
  /** Oldest first. */
  list(platformId: string): Promise<readonly KeptIntent[]>;
  /** New, or changed. */
  save(intent: KeptIntent): Promise<void>;
  /** False when it was not there. */
  remove(platformId: string, intentId: string): Promise<boolean>;
}
