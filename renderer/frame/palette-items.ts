// What the palette can find: commands, places, and everything with a name.
import type { NavigateFunction } from 'react-router';
import type { RunSummary } from '#contract/runs.ts';
import { nodeCommands, platformCommands, type LifeCommand } from '#renderer/features/life/node-acts.ts';
import { appearance } from '#renderer/kit/appearance.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import type { Findable } from './palette-search.ts';
import { panels } from './panels.ts';
import type { Place } from './places.ts';
import type { PlatformScope } from './platform-scope.ts';

export interface PaletteItem extends Findable {
  readonly note: string;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

export interface PaletteWorld {
  readonly places: readonly Place[];
  readonly scope: PlatformScope;
  readonly runs: readonly RunSummary[];
  readonly practice: boolean;
  readonly navigate: NavigateFunction;
}

const words = t.frame.palette;

type Command = readonly [id: string, title: string, run: () => void, keys?: string];

function commands({ navigate, practice, scope }: PaletteWorld): readonly PaletteItem[] {
  const ofPlatform: readonly Command[] = [
    ['rename', words.rename, () => void navigate(`${paths.settings('platform')}?rename=1`)],
    ['forget', words.forget, () => void navigate(`${paths.settings('platform')}?forget=1`)],
  ];
  const { commands: edit } = t.inventory;
  const ofInventory = (platformId: string): readonly Command[] => [
    ['inventory-table', edit.table, () => void navigate(paths.inventory(platformId, 'table'))],
    ['inventory-tree', edit.tree, () => void navigate(paths.inventory(platformId, 'tree'))],
    ['inventory-yaml', edit.yaml, () => void navigate(paths.inventory(platformId, 'yaml'))],
    ['inventory-changes', edit.changes, () => void navigate(paths.inventory(platformId, 'changes'))],
    ['inventory-secrets', edit.secrets, () => void navigate(paths.inventory(platformId, 'secrets'))],
    ['inventory-exchange', edit.exchange, () => void navigate(paths.inventory(platformId, 'exchange'))],
    ['inventory-versions', edit.versions, () => void navigate(paths.inventory(platformId, 'versions'))],
    ['inventory-home', edit.home, () => void navigate(paths.inventory(platformId, 'home'))],
    ['inventory-issues', edit.issues, () => void navigate(`${paths.inventory(platformId, 'table')}&panel=issues`)],
  ];
  const list: readonly Command[] = [
    ['setup', t.frame.platform.create, () => void navigate(paths.newPlatform)],
    ['tasks', words.tasks, () => panels.show('tasks'), 't'],
    ['keyboard', words.keyboard, () => panels.sheet(true), '?'],
    ['token', words.token, () => void navigate(`${paths.settings('access')}?new=1`)],
    ...(scope.current === null ? [] : [...ofPlatform, ...ofInventory(scope.current.id)]),
    ...(practice ? [['practice', t.frame.practice.title, () => panels.show('practice')] as const] : []),
    ['dark', words.themeDark, () => appearance.set({ theme: 'dark' })],
    ['light', words.themeLight, () => appearance.set({ theme: 'light' })],
    ['system', words.themeSystem, () => appearance.set({ theme: 'system' })],
    ['compact', words.compact, () => appearance.set({ density: 'compact' })],
    ['standard', words.standard, () => appearance.set({ density: 'standard' })],
    ['cosy', words.cosy, () => appearance.set({ density: 'cosy' })],
  ];
  return list.map(([id, title, run, keys]) => ({ id: `command/${id}`, title, group: words.commands, note: '', run, keys }));
}

/** Names are made into items as they are looked at, so that ten thousand pods cost nothing until somebody types. */
export function* paletteItems(world: PaletteWorld): Generator<PaletteItem> {
  const { places, scope, runs, navigate } = world;
  const go = (to: string) => (): void => void navigate(to);
  for (const place of places) {
    yield { id: `place/${place.id}`, title: place.title, group: words.places, note: '', keys: `g ${place.letter}`, run: go(place.to) };
  }
  yield* commands(world);
  for (const run of runs.slice(0, 100)) {
    yield { id: `run/${run.id}`, title: run.title, group: words.runs, note: t.runs.runState[run.state], run: go(paths.run(run.id)) };
  }
  for (const platform of scope.platforms ?? []) {
    yield { id: `platform/${platform.id}`, title: platform.name, group: words.platforms, note: '', run: go(paths.home(platform.id)) };
  }
  if (scope.live !== null) {
    yield* clusterItems(scope.live, go);
    yield* lifeItems(scope, go);
  }
}

/** What can be done to a cluster that Hearth set up, and to its nodes. */
function* lifeItems({ current, live }: PlatformScope, go: (to: string) => () => void): Generator<PaletteItem> {
  if (current === null || live === null || current.distribution === 'existing') return;
  const item = ({ id, title, to }: LifeCommand): PaletteItem => ({ id: `life/${id}`, title, group: words.commands, note: '', run: go(to) });
  yield* platformCommands(current.name).map(item);
  for (const node of live.stores.nodes.rows.values()) yield* nodeCommands(live.platformId, node).map(item);
}

function* clusterItems(live: NonNullable<PlatformScope['live']>, go: (to: string) => () => void): Generator<PaletteItem> {
  const { stores, platformId } = live;
  for (const node of stores.nodes.rows.values()) {
    yield {
      id: node.uid,
      title: node.name,
      group: words.nodes,
      note: t.kit.status[node.status],
      run: go(paths.nodes(platformId, node.name)),
    };
  }
  for (const kind of ['deployments', 'statefulsets', 'daemonsets'] as const) {
    for (const row of stores[kind].rows.values()) {
      const open = `${row.namespace}/${row.name}`;
      yield { id: row.uid, title: row.name, group: words.workloads, note: row.namespace, run: go(paths.workloads(platformId, kind, open)) };
    }
  }
  for (const pod of stores.pods.rows.values()) {
    const open = `${pod.namespace}/${pod.name}`;
    yield { id: pod.uid, title: pod.name, group: words.pods, note: pod.namespace, run: go(paths.workloads(platformId, 'pods', open)) };
  }
}
