// The breadcrumb of the page that is shown; the window's title follows it.
import { useEffect, useSyncExternalStore } from 'react';

export interface Crumb {
  readonly title: string;
  /** Left out for the page itself. */
  readonly to?: string | undefined;
}

let crumbs: readonly Crumb[] = [];
const listeners = new Set<() => void>();

function show(next: readonly Crumb[]): void {
  crumbs = next;
  document.title = [...next.map((crumb) => crumb.title).reverse(), 'Hearth'].join(' · ');
  for (const listener of listeners) listener();
}

/** Called by each page; `parents` come before it in the breadcrumb. */
export function usePageTitle(title: string, parents: readonly Crumb[] = []): void {
  const key = JSON.stringify(parents);
  useEffect(() => {
    const above: readonly Crumb[] = JSON.parse(key);
    show([...above, { title }]);
  }, [title, key]);
}

export function useCrumbs(): readonly Crumb[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => crumbs,
  );
}
