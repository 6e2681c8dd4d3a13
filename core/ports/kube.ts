// The Kubernetes API as two verbs. Authentication and TLS are the adapter's matter.
import type { KubeconfigReport } from '#contract/cluster.ts';
import type { Secret } from '#core/secret.ts';

export interface KubeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Such as /api/v1/nodes */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** For PATCH: application/apply-patch+yaml, application/merge-patch+json, … */
  readonly contentType?: string;
  readonly signal: AbortSignal;
}

export interface KubeAnswer {
  readonly status: number;
  /** Seconds, from Retry-After. */
  readonly retryAfter: number | null;
  readonly body: unknown;
}

export interface KubeStream {
  readonly status: number;
  readonly retryAfter: number | null;
  /** Raw text in the order it arrived; ends when the server closes; throws when the connection breaks. */
  readonly chunks: AsyncIterable<string>;
}

export interface KubeClient {
  readonly server: string;
  /** Any HTTP status is an answer; faults are CLUSTER_UNREACHABLE (transient) and CLUSTER_REFUSED. */
  request(request: KubeRequest): Promise<KubeAnswer>;
  stream(request: Pick<KubeRequest, 'path' | 'query' | 'signal'>): Promise<KubeStream>;
  close(): void;
}

/** Which context of a kubeconfig is meant, and which of the programs it names may run, by their hashes. */
export interface KubeconfigChoice {
  readonly context?: string;
  readonly allowedCommands?: readonly string[];
}

/** What a kubeconfig says, before anything is connected. KUBECONFIG_INVALID, KUBECONFIG_RUNS_COMMAND. */
export interface KubeconfigReader {
  inspect(yaml: string): KubeconfigReport;
  /** Origin of the API server that this choice leads to. */
  serverOf(yaml: string, choice: KubeconfigChoice): string;
}

export interface Kube {
  /** Looks at a kubeconfig; runs nothing and reads no file it names. */
  inspect(yaml: string): KubeconfigReport;
  /** `allowedCommands`: hashes from the report; a command outside it is KUBECONFIG_RUNS_COMMAND. */
  connect(kubeconfig: Secret, options?: KubeconfigChoice): KubeClient;
}
