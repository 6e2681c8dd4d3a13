// What can be asked of a cluster that runs before something is done to its nodes. Nothing is changed by asking.
import type { Departure, NodeCertificates } from '#contract/nodes.ts';

export interface LifeLooks {
  /** NOT_FOUND, CLUSTER_UNREACHABLE, CLUSTER_REFUSED. */
  departure(of: { readonly platformId: string; readonly nodeId: string }, signal: AbortSignal): Promise<Departure>;
  /** Of every control node; none for a cluster that Hearth did not set up. */
  certificates(platformId: string, signal: AbortSignal): Promise<NodeCertificates[]>;
}
