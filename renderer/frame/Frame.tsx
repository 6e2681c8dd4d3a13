import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { connection } from '#renderer/connection.ts';
import { useAllRuns, useFollowAllRuns } from '#renderer/features/runs/all-runs.ts';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { Toasts } from '#renderer/kit/Toasts.tsx';
import { appearance } from '#renderer/kit/appearance.ts';
import { systemQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { Dock } from './Dock.tsx';
import styles from './Frame.module.css';
import { PageGuard } from './PageGuard.tsx';
import { panels, usePanels } from './panels.ts';
import { placesOf } from './places.ts';
import type { Place } from './places.ts';
import { PlatformContext, usePlatform, usePlatformScope } from './platform-scope.ts';
import { PracticePanel } from './PracticePanel.tsx';
import { Rail } from './Rail.tsx';
import { useShortcuts } from './shortcuts.ts';
import { SignedOut } from './SignedOut.tsx';
import { StartNotice } from './StartNotice.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TaskCentre } from './TaskCentre.tsx';
import { TopBar } from './TopBar.tsx';

const Palette = lazy(() => import('./Palette.tsx').then((module) => ({ default: module.Palette })));
const KeyboardSheet = lazy(() => import('./KeyboardSheet.tsx').then((module) => ({ default: module.KeyboardSheet })));

/** Everything around a page. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const signedOut = useSyncExternalStore(connection.subscribe, connection.get).phase === 'signed-out';
  return signedOut ? <SignedOut /> : <SignedIn>{children}</SignedIn>;
}

function SignedIn({ children }: { readonly children: ReactNode }) {
  useFollowAllRuns();
  const scope = usePlatformScope();
  const { pathname } = useLocation();
  const { panel } = usePanels();
  const places = useMemo(() => placesOf(scope.current?.id ?? null, scope.current?.connected ?? false), [scope]);
  useFrameKeys(places);
  return (
    <PlatformContext value={scope}>
      <a href="#page" className={styles.skip}>
        {t.frame.skip}
      </a>
      <div className={styles.frame}>
        <Rail places={places} />
        <div className={styles.column}>
          <TopBar />
          <div className={styles.sheet}>
            <StartNotice />
            <div className={styles.middle}>
              <main id="page" tabIndex={-1} className={styles.page}>
                <PageGuard at={pathname}>
                  <Suspense fallback={<Skeleton />}>{children}</Suspense>
                </PageGuard>
              </main>
              {panel === 'tasks' && <TaskCentre />}
              {panel === 'practice' && <PracticePanel />}
            </div>
            <Dock />
          </div>
          <StatusBar />
        </div>
      </div>
      <Overlays places={places} />
      <Toasts />
    </PlatformContext>
  );
}

function useFrameKeys(places: readonly Place[]): void {
  const navigate = useNavigate();
  const keys = useMemo(
    () => [
      ...places.map((place) => ({ keys: `g ${place.letter}`, run: () => void navigate(place.to) })),
      { keys: 'mod+k', run: () => panels.palette(true) },
      { keys: '?', run: () => panels.sheet(true) },
      { keys: 't', run: () => panels.toggle('tasks') },
      { keys: '[', run: panels.toggleRail },
      { keys: 'mod+j', run: () => appearance.set({ theme: document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark' }) },
      { keys: '/', run: () => document.querySelector<HTMLElement>('[data-filter] input')?.focus() },
    ],
    [places, navigate],
  );
  useShortcuts(keys);
}

function Overlays({ places }: { readonly places: readonly Place[] }) {
  const { palette, sheet } = usePanels();
  return (
    <Suspense fallback={null}>
      {palette && <OpenPalette places={places} />}
      {sheet && <KeyboardSheet places={places} onClose={() => panels.sheet(false)} />}
    </Suspense>
  );
}

function OpenPalette({ places }: { readonly places: readonly Place[] }) {
  const scope = usePlatform();
  const { runs } = useAllRuns();
  const navigate = useNavigate();
  const practice = useQuery(systemQuery).data?.mode === 'practice';
  const world = useMemo(() => ({ places, scope, runs, navigate, practice }), [places, scope, runs, navigate, practice]);
  return <Palette world={world} />;
}
