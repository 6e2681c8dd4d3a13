// The simulated cluster's memory: collections of objects with versions, and who watches them.

interface Named {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: ReadonlyArray<{
    readonly kind: string;
    readonly name: string;
    readonly uid: string;
    readonly controller: boolean;
  }>;
}

interface Body {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export interface KubeObject extends Body {
  readonly metadata: Named & { readonly uid: string; readonly resourceVersion: string; readonly creationTimestamp: string };
}

export interface ObjectDraft extends Body {
  readonly metadata: Named;
}

export interface ObjectChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly plural: string;
  readonly object: KubeObject;
}

export interface ObjectStore {
  /** Highest version given so far. */
  version(): string;
  list(plural: string, namespace?: string): readonly KubeObject[];
  get(plural: string, name: string, namespace?: string): KubeObject | null;
  put(plural: string, draft: ObjectDraft): KubeObject;
  remove(plural: string, name: string, namespace?: string): void;
  /** What changed after this version, oldest first; null when it is too long ago, or no version that was ever given. */
  changesSince(version: string): readonly ObjectChange[] | null;
  subscribe(listener: (change: ObjectChange) => void): () => void;
}

/** So many changes are remembered; whoever missed more must list anew. */
const remembered = 2000;
const firstVersion = 1000;

const keyOf = (name: string, namespace: string | undefined) => `${namespace ?? ''}/${name}`;

export function createObjectStore(now: () => number): ObjectStore {
  const collections = new Map<string, Map<string, KubeObject>>();
  const listeners = new Set<(change: ObjectChange) => void>();
  const history: ObjectChange[] = [];
  let version = firstVersion;
  let serial = 0;

  const collection = (plural: string) => {
    const found = collections.get(plural) ?? new Map<string, KubeObject>();
    collections.set(plural, found);
    return found;
  };
  const tell = (change: ObjectChange) => {
    history.push(change);
    if (history.length > remembered) history.shift();
    for (const listener of listeners) listener(change);
  };

  return {
    version: () => String(version),
    list: (plural, namespace) =>
      [...collection(plural).values()].filter((o) => namespace === undefined || o.metadata.namespace === namespace),
    get: (plural, name, namespace) => collection(plural).get(keyOf(name, namespace)) ?? null,
    put(plural, draft) {
      const key = keyOf(draft.metadata.name, draft.metadata.namespace);
      const before = collection(plural).get(key);
      version += 1;
      serial += 1;
      const object: KubeObject = {
        ...draft,
        metadata: {
          ...draft.metadata,
          uid: before?.metadata.uid ?? `practice-${String(serial).padStart(6, '0')}`,
          creationTimestamp: before?.metadata.creationTimestamp ?? new Date(now()).toISOString(),
          resourceVersion: String(version),
        },
      };
      collection(plural).set(key, object);
      tell({ type: before ? 'MODIFIED' : 'ADDED', plural, object });
      return object;
    },
    remove(plural, name, namespace) {
      const object = collection(plural).get(keyOf(name, namespace));
      if (!object) return;
      collection(plural).delete(keyOf(name, namespace));
      version += 1;
      tell({ type: 'DELETED', plural, object: { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } } });
    },
    changesSince(since) {
      // Each change has the next version, so the first that is remembered tells how far back that goes.
      const known = version - history.length;
      const from = Number(since);
      return from >= known && from <= version ? history.slice(from - known) : null;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
