// The tabs of the inventory in their order, each fetched when it is first opened. A further view is one line here.
import { lazy } from 'react';
import type { ComponentType } from 'react';
import { t } from '#renderer/texts/current.ts';

export interface View {
  readonly id: string;
  readonly title: string;
  readonly Panel: ComponentType;
  /** Begins a group of its own. */
  readonly apart?: boolean | undefined;
  /** Has a tab only while it is open. */
  readonly onDemand?: boolean | undefined;
}

const words = t.inventory.tabs;

export const views: readonly View[] = [
  { id: 'table', title: words.table, Panel: lazy(() => import('./table/NodeGrid.tsx').then((module) => ({ default: module.NodeGrid }))) },
  { id: 'tree', title: words.tree, Panel: lazy(() => import('./tree/TreeView.tsx').then((module) => ({ default: module.TreeView }))) },
  { id: 'yaml', title: words.yaml, Panel: lazy(() => import('./yaml/YamlView.tsx').then((module) => ({ default: module.YamlView }))) },
  {
    id: 'changes',
    title: t.inventory.changes.tab,
    apart: true,
    Panel: lazy(() => import('./changes/ChangesView.tsx').then((module) => ({ default: module.ChangesView }))),
  },
  {
    id: 'secrets',
    title: t.inventory.secrets.tab,
    Panel: lazy(() => import('./secrets/SecretsView.tsx').then((module) => ({ default: module.SecretsView }))),
  },
  {
    id: 'exchange',
    title: t.inventory.exchange.tab,
    Panel: lazy(() => import('./exchange/ExchangeView.tsx').then((module) => ({ default: module.ExchangeView }))),
  },
  {
    id: 'versions',
    title: words.versions,
    apart: true,
    Panel: lazy(() => import('./versions/VersionsView.tsx').then((module) => ({ default: module.VersionsView }))),
  },
  { id: 'home', title: words.home, Panel: lazy(() => import('./home/HomeView.tsx').then((module) => ({ default: module.HomeView }))) },
  {
    id: 'merge',
    title: words.merge,
    onDemand: true,
    Panel: lazy(() => import('./merge/MergeView.tsx').then((module) => ({ default: module.MergeWithSaved }))),
  },
  {
    id: 'merge-home',
    title: words.merge,
    onDemand: true,
    Panel: lazy(() => import('./merge/MergeView.tsx').then((module) => ({ default: module.MergeWithHome }))),
  },
];
