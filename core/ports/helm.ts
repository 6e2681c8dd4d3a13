import type { Installable } from '#contract/distributions.ts';
import type { Secret } from '#core/secret.ts';
import type { Hosts, HostTarget, ScriptCall } from './hosts.ts';
import type { KubeconfigChoice } from './kube.ts';

export interface ChartSource {
  readonly name: string;
  readonly version: string;
  /** Folder of charts that ship with Hearth, or a chart repository. */
  readonly from: { readonly kind: 'bundled' } | { readonly kind: 'repository'; readonly url: string };
}

/** Finds a chart: HEARTH_CHARTS first, then what ships with Hearth, else the repository. */
export interface Charts {
  find(source: ChartSource): Promise<
    | {
        readonly kind: 'archive';
        readonly fileName: string;
        readonly content: Uint8Array;
        /** The chart's own, which in a given folder may be another than the one asked for; null: only the archive knows. */
        readonly version: string | null;
      }
    | { readonly kind: 'remote'; readonly url: string; readonly name: string; readonly version: string }
  >;
}

export interface ReleaseState {
  /** Helm's own word: deployed, failed, pending-install, … or "absent". */
  readonly status: string;
  /** NAME-VERSION, as helm lists it. */
  readonly chart: string;
  /** `valuesHash` (core/catalog/values-hash.ts) of the values it was installed with, written by Hearth as a release description. */
  readonly valuesHash: string;
}

export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly chart: ChartSource;
  /** Travel over stdin. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
}

export interface HelmIo {
  readonly signal: AbortSignal;
  readonly onLine: (line: { readonly stream: 'out' | 'err'; readonly text: string }) => void;
  /** By whom a node is looked at, where its answer may be there already; left out: Helm's own. */
  readonly hosts?: Pick<Hosts, 'run'>;
}

/** On a control node, with the distribution's own Helm. */
export interface NodePlace {
  readonly kind: 'node';
  readonly target: HostTarget;
  readonly distribution: Installable;
}
/** On this computer, with a kubeconfig. */
export interface KubeconfigPlace {
  readonly kind: 'kubeconfig';
  readonly kubeconfig: Secret;
  readonly choice: KubeconfigChoice;
}
export type HelmPlace = NodePlace | KubeconfigPlace;

export interface HelmAt<Place> {
  /** What `state` asks a control node, so that it can be asked ahead. Left out, or null: it asks no machine. */
  stateCall?(distribution: Installable, release: Pick<Release, 'name' | 'namespace'>): ScriptCall | null;
  state(on: Place, release: Release, io: HelmIo): Promise<ReleaseState>;
  install(on: Place, release: Release, io: HelmIo): Promise<void>;
  remove(on: Place, release: Pick<Release, 'name' | 'namespace' | 'timeoutMs'>, io: HelmIo): Promise<void>;
}
export type Helm = HelmAt<HelmPlace>;
