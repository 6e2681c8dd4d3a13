// A cluster as it was when it answered last: the few things that are compared with the inventory.

export interface SeenNode {
  readonly name: string;
  /** Null where its labels do not tell. */
  readonly role: 'control' | 'worker' | null;
  readonly version: string;
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
  /** key=value:Effect */
  readonly taints: readonly string[];
}

export interface SeenWorkload {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly namespace: string;
  readonly name: string;
}

export interface Seen {
  readonly at: number;
  readonly nodes: readonly SeenNode[];
  /** Only those that the catalogue waits for. */
  readonly workloads: readonly SeenWorkload[];
}

/** Goes with its platform. */
export interface LastSeenStore {
  get(platformId: string): Promise<Seen | null>;
  set(platformId: string, seen: Seen): Promise<void>;
}
