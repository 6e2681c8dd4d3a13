import { useMemo, useSyncExternalStore } from 'react';
import type { LiveKind, RowOf } from '#contract/cluster.ts';
import type { KindStore } from './kind-store.ts';
import type { LiveCluster } from './live-cluster.ts';
import { SortedView } from './sorted-view.ts';
import type { ViewRule } from './sorted-view.ts';

/** Renders anew with each batch of one kind. */
export function useStore<K extends LiveKind>(cluster: LiveCluster, kind: K): KindStore<RowOf[K]> {
  const store = cluster.stores[kind];
  useSyncExternalStore(store.subscribe, store.getVersion);
  return store;
}

const deaf = (): (() => void) => () => {};
const none = (): number => 0;

/** The nodes by their names; null while nobody watches them, or not all of them are known. */
export function useKnownNodes(cluster: LiveCluster | null): ReadonlyMap<string, RowOf['nodes']> | null {
  const store = cluster?.stores.nodes;
  useSyncExternalStore(store?.subscribe ?? deaf, store?.getVersion ?? none);
  return store?.complete === true ? new Map([...store.rows.values()].map((node) => [node.name, node])) : null;
}

/** A sorted view over a store; `rule` must be stable (useMemo) or a module constant. */
export function useSorted<R extends { readonly uid: string }>(store: KindStore<R>, rule: ViewRule<R>): SortedView<R> {
  const view = useMemo(() => new SortedView(store, rule), [store, rule]);
  useSyncExternalStore(view.subscribe, view.getVersion);
  return view;
}
