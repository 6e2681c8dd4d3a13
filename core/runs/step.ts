// The shape of a step. The runner owns order, retry, time limits, cancellation, journal and scrubbing; a step only looks and acts.
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import type { Helm, Charts } from '#core/ports/helm.ts';
import type { HearthKey, Hosts, HostTarget, ScriptAnswer, ScriptCall } from '#core/ports/hosts.ts';
import type { Kube } from '#core/ports/kube.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Inventory } from '#core/ports/inventory.ts';
import type { SecretStore } from '#core/ports/secrets.ts';
import type { Secret } from '#core/secret.ts';

export interface StepPorts {
  readonly hosts: Hosts;
  readonly hearthKey: HearthKey;
  readonly kube: Kube;
  readonly helm: Helm;
  readonly charts: Charts;
  readonly secrets: SecretStore;
  readonly inventory: Inventory;
  readonly clock: Clock;
  /** SHA-256, hex. */
  readonly hash: (value: string) => string;
}

export interface StepContext {
  /** The platform as it was when the run started, with what the run itself has changed of it; facts of its nodes included. */
  readonly platform: Platform;
  /** The node the task is about; null for tasks of the whole platform. */
  readonly node: Node | null;
  readonly input: Readonly<Record<string, unknown>>;
  readonly ports: StepPorts;
  readonly signal: AbortSignal;
  /** The password given for this run only. */
  readonly password: Secret | null;
  log(text: string): void;
  /** How to reach a node now: login, host key, session's sudo password. */
  target(node: Node): HostTarget;
  /** `ports.hosts.run` with this task's signal and log. Exit code ≠ 0 is SCRIPT_FAILED. */
  script(node: Node, call: ScriptCall): Promise<ScriptAnswer>;
}

/** A question to a machine that a check will ask. */
export interface Look {
  readonly node: Node;
  readonly call: ScriptCall;
  /** An answer about the cluster is out of date as soon as anything changes anywhere. */
  readonly about: 'machine' | 'cluster';
}

export interface Finding {
  /** Is what the step wants already so? */
  readonly holds: boolean;
  /** What was seen, for the log and for NOT_VERIFIED. */
  readonly seen: string;
}

export interface Step {
  readonly id: string;
  /** Tries in all; only transient faults are tried again. */
  readonly attempts: number;
  readonly timeoutMs: number;
  /** What the first `check` will ask, so that a machine is asked for all of a run at once. Pure. Left out: each is asked when it is needed. */
  looks?(context: Pick<StepContext, 'platform' | 'node' | 'input' | 'ports'>): readonly Look[];
  /** Looks, changes nothing. Holds: the task is "unchanged" and nothing is applied. */
  check(context: StepContext): Promise<Finding>;
  /** Left out by a step that only looks, or waits by its `verify` for what comes by itself: such a task ends as "unchanged", whatever it saw. */
  apply?(context: StepContext): Promise<void>;
  /** Decides whether it worked; the exit code does not. Left out: `check` is asked again. */
  verify?(context: StepContext): Promise<Finding>;
  /** Takes back what `apply` brought about; left out where there is no way back. */
  undo?(context: StepContext): Promise<void>;
  /** Holds when nothing of it is left; decides whether `undo` is needed and whether it worked. Left out: `check` no longer holds. */
  checkUndone?(context: StepContext): Promise<Finding>;
  /**
   * What it brings about is there or it is not, and is over sooner or later, such as a cordon: a run that has acted brought it about,
   * whatever runs before it did.
   */
  readonly passing?: true;
  /** Looks, changes nothing: what a task that takes much too long waits for, as one sentence; "" when that cannot be told. */
  probe?(context: StepContext): Promise<string>;
  /** What `undo` leaves behind, as a clause for the plan: "volumes that its pods claimed stay". */
  readonly leaves?: string;
}
