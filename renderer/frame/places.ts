import { Activity, Boxes, History, House, ListTree, Server, Settings } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';

export interface Place {
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly letter: string;
  readonly to: string;
  /** The address below which this place is the current one. */
  readonly root: string;
}

const fixed = {
  operations: { id: 'operations', title: t.frame.places.operations, icon: History, letter: 'o', to: paths.runs, root: paths.runs },
  settings: {
    id: 'settings',
    title: t.frame.places.settings,
    icon: Settings,
    letter: 's',
    to: paths.settings('access'),
    root: '/settings',
  },
} satisfies Record<string, Place>;

/** Only places that exist; those of a cluster once there is one. */
export function placesOf(platformId: string | null, connected: boolean): readonly Place[] {
  const homePath = platformId === null ? paths.start : paths.home(platformId);
  const home: Place = { id: 'home', title: t.frame.places.home, icon: House, letter: 'h', to: homePath, root: homePath };
  if (platformId === null) return [home, fixed.operations, fixed.settings];
  const base = paths.home(platformId);
  const inventory: Place = {
    id: 'inventory',
    title: t.frame.places.inventory,
    icon: ListTree,
    letter: 'i',
    to: paths.inventory(platformId),
    root: `${base}/inventory`,
  };
  if (!connected) return [home, inventory, fixed.operations, fixed.settings];
  return [
    home,
    { id: 'nodes', title: t.frame.places.nodes, icon: Server, letter: 'n', to: paths.nodes(platformId), root: `${base}/nodes` },
    {
      id: 'workloads',
      title: t.frame.places.workloads,
      icon: Boxes,
      letter: 'w',
      to: paths.workloads(platformId, 'deployments'),
      root: `${base}/workloads`,
    },
    { id: 'events', title: t.frame.places.events, icon: Activity, letter: 'e', to: paths.events(platformId), root: `${base}/events` },
    inventory,
    fixed.operations,
    fixed.settings,
  ];
}

/** The longest root that holds the address. */
export function currentPlace(places: readonly Place[], pathname: string): Place | null {
  const holds = (place: Place): boolean => pathname === place.root || (place.root !== '/' && pathname.startsWith(`${place.root}/`));
  return places.filter(holds).sort((a, b) => b.root.length - a.root.length)[0] ?? null;
}
