// What the engine hands to the doors: ports and services of core, nothing of a transport.
import type { ComponentFile } from '#contract/component-file.ts';
import type { Platform } from '#contract/platforms.ts';
import type { Plan, RunWish } from '#contract/runs.ts';
import type { SystemInfo } from '#contract/system.ts';
import type { KubeconfigDeps } from '#core/access/kubeconfig.ts';
import type { TokenDeps } from '#core/access/tokens.ts';
import type { CertificatePorts } from '#core/certificates/rung.ts';
import type { LiveCache } from '#core/cluster/live-cache.ts';
import type { AnsibleDeps } from '#core/inventory/ansible/acts.ts';
import type { Drafts } from '#core/inventory/drafts/drafts.ts';
import type { Homes } from '#core/inventory/home/homes.ts';
import type { Intents } from '#core/inventory/drift/intents.ts';
import type { DriftDeps } from '#core/inventory/drift/look.ts';
import type { InventorySecretDeps } from '#core/inventory/secrets/secrets.ts';
import type { Dictionary } from '#core/inventory/variables/dictionary.ts';
import type { MergeDeps } from '#core/inventory/versions/merge-draft.ts';
import type { VersionDeps } from '#core/inventory/versions/save-version.ts';
import type { CheckDeps, CompareDeps } from '#core/inventory/versions/versions.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Http } from '#core/ports/http.ts';
import type { HearthKey, Hosts } from '#core/ports/hosts.ts';
import type { Kube } from '#core/ports/kube.ts';
import type { Log } from '#core/ports/log.ts';
import type { Network } from '#core/ports/network.ts';
import type { PracticeLab } from '#core/ports/practice.ts';
import type { SessionSecrets } from '#core/ports/secrets.ts';
import type { Store } from '#core/ports/store.ts';
import type { ReadYaml } from '#core/ports/yaml.ts';
import type { HostKeyDeps } from '#core/platform/host-key.ts';
import type { LifeLooks } from '#core/platform/life-looks.ts';
import type { PlatformDeps } from '#core/platform/platforms.ts';
import type { PlatformSecretDeps } from '#core/platform-secrets/platform-secrets.ts';
import type { PreflightDeps } from '#core/platform/preflight.ts';
import type { Runs } from '#core/runs/runs.ts';

export interface EnginePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly session: SessionSecrets;
  readonly hosts: Hosts;
  readonly hearthKey: HearthKey;
  readonly network: Network;
  readonly kube: Kube;
  readonly readYaml: ReadYaml;
  /** What the acts on platforms and their machines stand on. */
  readonly inventory: PlatformDeps & HostKeyDeps & PreflightDeps;
  readonly runs: Runs;
  readonly live: LiveCache;
  readonly clusters: KubeconfigDeps;
  readonly life: LifeLooks;
  readonly http: Http;
  readonly certificates: CertificatePorts;
  readonly platformSecrets: PlatformSecretDeps;
  /** What is being typed into inventories. */
  readonly drafts: Drafts;
  readonly versions: VersionDeps & CheckDeps & CompareDeps & MergeDeps;
  readonly dictionary: Dictionary;
  readonly ansible: AnsibleDeps;
  /** Where else inventories live. */
  readonly homes: Homes;
  readonly drift: DriftDeps;
  readonly intents: Intents;
  readonly inventorySecrets: InventorySecretDeps;
  readonly components: readonly ComponentFile[];
  /** The plan for the platform as it is stored now. PLAN_INVALID, NOT_FOUND. */
  readonly plan: (wish: RunWish) => Promise<{ readonly plan: Plan; readonly platform: Platform }>;
  /** Null where real machines are worked on. */
  readonly practice: PracticeLab | null;
  readonly access: TokenDeps;
  /** What does not change while the engine runs. */
  readonly about: Omit<SystemInfo, 'now'>;
}
