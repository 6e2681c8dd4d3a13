// The tabs of the inventory in their order, each fetched when it is first opened, or when nothing else is to be done. A further view is one line here.
import type { ComponentType } from 'react';
import type { LatePart } from '#renderer/kit/late-part.ts';
import { late } from '#renderer/kit/late-styles.ts';
import { t } from '#renderer/texts/current.ts';

export interface View {
  readonly id: string;
  readonly title: string;
  readonly part: LatePart<ComponentType>;
  /** Begins a group of its own. */
  readonly apart?: boolean | undefined;
  /** Has a tab only while it is open. */
  readonly onDemand?: boolean | undefined;
}

const words = t.inventory.tabs;

export const views: readonly View[] = [
  { id: 'table', title: words.table, part: late(() => import('./table/NodeGrid.tsx').then((module) => module.NodeGrid)) },
  { id: 'tree', title: words.tree, part: late(() => import('./tree/TreeView.tsx').then((module) => module.TreeView)) },
  { id: 'yaml', title: words.yaml, part: late(() => import('./yaml/YamlView.tsx').then((module) => module.YamlView)) },
  {
    id: 'changes',
    title: t.inventory.changes.tab,
    apart: true,
    part: late(() => import('./changes/ChangesView.tsx').then((module) => module.ChangesView)),
  },
  {
    id: 'secrets',
    title: t.inventory.secrets.tab,
    part: late(() => import('./secrets/SecretsView.tsx').then((module) => module.SecretsView)),
  },
  {
    id: 'exchange',
    title: t.inventory.exchange.tab,
    part: late(() => import('./exchange/ExchangeView.tsx').then((module) => module.ExchangeView)),
  },
  {
    id: 'versions',
    title: words.versions,
    apart: true,
    part: late(() => import('./versions/VersionsView.tsx').then((module) => module.VersionsView)),
  },
  { id: 'home', title: words.home, part: late(() => import('./home/HomeView.tsx').then((module) => module.HomeView)) },
  {
    id: 'merge',
    title: words.merge,
    onDemand: true,
    part: late(() => import('./merge/MergeView.tsx').then((module) => module.MergeWithSaved)),
  },
  {
    id: 'merge-home',
    title: words.merge,
    onDemand: true,
    part: late(() => import('./merge/MergeView.tsx').then((module) => module.MergeWithHome)),
  },
];

/** Also those that nobody has opened yet are there when the engine goes away. */
export async function fetchViews(shown: View): Promise<void> {
  await shown.part.fetch();
  window.requestIdleCallback(() => views.forEach(({ part }) => void part.fetch()));
}
