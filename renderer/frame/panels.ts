// What is open around the page: one panel on the right, the palette, the keyboard list, the dock.
import { useSyncExternalStore } from 'react';

export type Panel = 'tasks' | 'practice';
export interface DockTab {
  readonly runId: string;
  readonly title: string;
}
export interface Panels {
  readonly panel: Panel | null;
  readonly palette: boolean;
  readonly sheet: boolean;
  readonly dock: readonly DockTab[];
  readonly dockTab: string | null;
  readonly railCollapsed: boolean;
}

const railKey = 'hearth.rail';
let state: Panels = {
  panel: null,
  palette: false,
  sheet: false,
  dock: [],
  dockTab: null,
  railCollapsed: window.localStorage.getItem(railKey) === 'collapsed',
};
const listeners = new Set<() => void>();

function set(change: Partial<Panels>): void {
  state = { ...state, ...change };
  for (const tell of listeners) tell();
}

export const panels = {
  show: (panel: Panel | null): void => set({ panel }),
  toggle: (panel: Panel): void => set({ panel: state.panel === panel ? null : panel }),
  palette: (open: boolean): void => set({ palette: open }),
  sheet: (open: boolean): void => set({ sheet: open }),
  toggleRail: (): void => {
    const railCollapsed = !state.railCollapsed;
    window.localStorage.setItem(railKey, railCollapsed ? 'collapsed' : 'open');
    set({ railCollapsed });
  },
  dock: (tab: DockTab): void => {
    const others = state.dock.filter((held) => held.runId !== tab.runId);
    set({ dock: [...others, tab], dockTab: tab.runId });
  },
  showDockTab: (runId: string): void => set({ dockTab: runId }),
  undock: (runId: string): void => {
    const dock = state.dock.filter((held) => held.runId !== runId);
    set({ dock, dockTab: state.dockTab === runId ? (dock.at(-1)?.runId ?? null) : state.dockTab });
  },
  closeDock: (): void => set({ dock: [], dockTab: null }),
};

export function usePanels(): Panels {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => state,
  );
}
