// What the engine hands to the doors: ports and services of core, nothing of a transport.
import type { ComponentFile } from '#contract/component-file.ts';
import type { Platform } from '#contract/platforms.ts';
import type { PlannableKind, Plan } from '#contract/runs.ts';
import type { SystemInfo } from '#contract/system.ts';
import type { KubeconfigDeps } from '#core/access/kubeconfig.ts';
import type { TokenDeps } from '#core/access/tokens.ts';
import type { LiveCache } from '#core/cluster/live-cache.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { HearthKey, Hosts } from '#core/ports/hosts.ts';
import type { Kube } from '#core/ports/kube.ts';
import type { Log } from '#core/ports/log.ts';
import type { PracticeLab } from '#core/ports/practice.ts';
import type { SessionSecrets } from '#core/ports/secrets.ts';
import type { Store } from '#core/ports/store.ts';
import type { FactDeps } from '#core/platform/facts.ts';
import type { HostKeyDeps } from '#core/platform/host-key.ts';
import type { PlatformDeps } from '#core/platform/platforms.ts';
import type { Runs } from '#core/runs/runs.ts';

export interface PlanRequest {
  readonly platformId: string;
  readonly kind: PlannableKind;
  readonly passwordlessSudo: boolean;
  /** For access: only these machines. */
  readonly nodeIds?: readonly string[] | undefined;
}

export interface EnginePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly session: SessionSecrets;
  readonly hosts: Hosts;
  readonly hearthKey: HearthKey;
  readonly kube: Kube;
  /** What the acts on platforms and their machines stand on. */
  readonly inventory: PlatformDeps & HostKeyDeps & FactDeps;
  readonly runs: Runs;
  readonly live: LiveCache;
  readonly clusters: KubeconfigDeps;
  readonly components: readonly ComponentFile[];
  /** The plan for the platform as it is stored now. PLAN_INVALID, NOT_FOUND. */
  readonly plan: (request: PlanRequest) => Promise<{ readonly plan: Plan; readonly platform: Platform }>;
  /** Null where real machines are worked on. */
  readonly practice: PracticeLab | null;
  readonly access: TokenDeps;
  /** What does not change while the engine runs. */
  readonly about: Omit<SystemInfo, 'now'>;
}
