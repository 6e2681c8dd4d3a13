// The shape of one rung of the certificate doctor.
import type { CertificateRung } from '#contract/authority.ts';
import type { Platform, Settings } from '#contract/platforms.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Http } from '#core/ports/http.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import type { Network } from '#core/ports/network.ts';
import type { Resolver } from '#core/ports/resolver.ts';
import type { SecretStore } from '#core/ports/secrets.ts';

export interface CertificatePorts {
  readonly resolver: Resolver;
  readonly network: Pick<Network, 'knock'>;
  readonly http: Http;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly ids: { id(): string };
  /** Throws SECRET_MISSING when the platform has no kubeconfig. */
  readonly open: (platformId: string) => Promise<KubeClient>;
  /** What a control node takes a name for; null when the platform has no machine that Hearth can ask. */
  readonly addressesOnNode: (platform: Platform, name: string, signal: AbortSignal) => Promise<NodeAnswer | null>;
}

export interface NodeAnswer {
  readonly node: string;
  readonly addresses: readonly string[];
}

export interface Examination {
  readonly ports: CertificatePorts;
  readonly platform: Platform;
  /** As stored, or as typed and not saved yet. */
  readonly settings: Pick<Settings, 'domain' | 'certificates' | 'ingressPool'>;
  readonly signal: AbortSignal;
}

export type RungResult = Pick<CertificateRung, 'state' | 'found' | 'remedy'>;
export type Rung = (examination: Examination) => Promise<RungResult>;

export const pass = (found: string): RungResult => ({ state: 'pass', found, remedy: '' });
export const skipped = (found: string): RungResult => ({ state: 'skipped', found, remedy: '' });
export const fail = (found: string, remedy: string): RungResult => ({ state: 'fail', found, remedy });

/** A name that no service has; with a wildcard record it leads where all others do. */
export const throwAwayName = (domain: string) => `hearth-check.${domain}`;
