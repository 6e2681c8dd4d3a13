// The searches of each platform for as long as the window is open, so that looking at another page stops none.
import { useSyncExternalStore } from 'react';
import { toFault } from '#renderer/faults.ts';
import { Search, type SearchState } from '../model/search.ts';

export type FindWay = 'range' | 'announced' | 'known';

const searches = new Map<string, Search>();

function searchOf(platformId: string, way: FindWay): Search {
  const key = `${platformId} ${way}`;
  const search = searches.get(key) ?? new Search({ now: () => performance.now(), toFault });
  searches.set(key, search);
  return search;
}

export function useSearch(platformId: string, way: FindWay): { readonly search: Search; readonly found: SearchState } {
  const search = searchOf(platformId, way);
  return { search, found: useSyncExternalStore(search.subscribe, search.snapshot) };
}
