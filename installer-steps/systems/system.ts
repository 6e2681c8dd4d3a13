// The shape of what is particular to one distribution. Steps and plans speak of a system and never ask which one it is.
import type { DistributionFacts, Installable } from '#contract/distributions.ts';
import type { Settings } from '#contract/platforms.ts';
import type { ScriptCall } from '#core/ports/hosts.ts';
import type { KernelWants } from '#steps/calls/machine.ts';
import type { ClusterCalls, Workload } from '#steps/calls/cluster.ts';

/** Something the distribution brings itself and switches on by name. */
export interface Feature {
  readonly name: string;
  /** What a component may ask for. */
  readonly gives: 'network' | 'dns' | 'storage' | 'helm';
  readonly title: string;
  /** What it changes, for the review. */
  readonly change: string;
  /** What must run before it counts as on; null: nothing of its own runs. */
  readonly workload: Workload | null;
  readonly storageClass: string | null;
  /** Its change reaches every kubelet, which a join must not meet. */
  readonly toldToKubelets: boolean;
  /** The cluster begins with it, and the command that switches it on would do more to one that stands. */
  readonly fromTheStart: boolean;
}

export interface System extends DistributionFacts {
  readonly id: Installable;
  readonly calls: ClusterCalls;
  /** PACKAGE:COMMAND */
  readonly packages: readonly string[];
  readonly kernel: KernelWants;
  readonly features: readonly Feature[];
  /** Folder of the volumes that a node keeps for pods. */
  readonly volumesIn: string;
  /** Read at the installation of a control node, so it lies there before; "" when nothing differs from the defaults. */
  readonly installConfiguration: (settings: Settings) => string;
  /** Asks a control node for the ranges that its installation has fixed; null where its cluster has them. */
  readonly installedRanges: (() => ScriptCall) | null;
  /** What begins a cluster on the first control node, which is reached by this address; null where the installation does that by itself. */
  readonly bootstrap: (settings: Settings, address: string) => ScriptCall | null;
  /** What a machine in no cluster is: MicroK8s begins a control plane of its own as soon as it is installed. */
  readonly outsider: 'control' | 'none';
  /** Who has to let go first of a member of the cluster database, so that it keeps its majority. */
  readonly memberLeaves: 'machine-first' | 'cluster-first';
  /** Why a cluster that is kept in `datastore` cannot follow this channel, as a sentence; null: it can. Null itself where there is one kind alone. */
  readonly againstDatastore: ((datastore: string, channel: string) => string | null) | null;
  /** A control node joins only with exactly the version of all the others. */
  readonly controlsShareVersion: boolean;
  /** What a refused join says that another try will not change. */
  readonly refusal: RegExp;
  /** What is refused because of what a try before has left on the machine; null where nothing is. */
  readonly leftovers: RegExp | null;
  /** What is refused because the cluster still counts the node from an earlier try. */
  readonly stillKnown: RegExp;
}
