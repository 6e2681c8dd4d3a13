import type { HostTarget } from './hosts.ts';

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
}

/** Helm on a control node, the distribution's own. */
export interface Helm {
  state(on: HostTarget, release: Release, io: HelmIo): Promise<ReleaseState>;
  install(on: HostTarget, release: Release, io: HelmIo): Promise<void>;
  remove(on: HostTarget, release: Pick<Release, 'name' | 'namespace' | 'timeoutMs'>, io: HelmIo): Promise<void>;
}
