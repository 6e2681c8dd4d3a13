import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useNavigate } from 'react-router';
import type { Platform } from '#contract/platforms.ts';
import type { RunSummary } from '#contract/runs.ts';
import { isActive } from '#renderer/features/runs/run-model.ts';
import { usePageTitle } from '#renderer/frame/page-title.ts';
import { Redirect } from '#renderer/frame/Redirect.tsx';
import { componentsQuery, platformsQuery, systemQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { AccessPage } from './access/AccessPage.tsx';
import { FinishPage } from './build/FinishPage.tsx';
import { ReviewPage } from './build/ReviewPage.tsx';
import { RunPage } from './build/RunPage.tsx';
import { ConnectPage } from './cluster/ConnectPage.tsx';
import { RightsPage } from './cluster/RightsPage.tsx';
import { DistributionPage } from './distribution/DistributionPage.tsx';
import { stageOf, accessOf } from './model/access.ts';
import { verdictOf } from './model/issues.ts';
import { OneWay } from './model/one-way.ts';
import { tableOf } from './model/preflight-table.ts';
import type { SessionState } from './model/session.ts';
import { indexOf, isPage, landing, pageAt, stepsOf, type Page, type Progress } from './model/steps.ts';
import type { DraftState } from './model/draft.ts';
import { NodesPage } from './nodes/NodesPage.tsx';
import { PreflightPage } from './preflight/PreflightPage.tsx';
import { RolesPage } from './roles/RolesPage.tsx';
import { pagePath } from './page-path.ts';
import { keepFurthest, sessionOf } from './sessions.ts';
import { SettingsPage } from './settings/SettingsPage.tsx';
import { useDraft } from './use-draft.ts';
import { useNewestRun, useValidation } from './use-findings.ts';
import { WizardContext, type WizardState } from './wizard-context.ts';
import { WizardShell } from './WizardShell.tsx';

const screens: Readonly<Record<Page, () => React.ReactNode>> = {
  distribution: DistributionPage,
  connect: ConnectPage,
  rights: RightsPage,
  nodes: NodesPage,
  access: AccessPage,
  preflight: PreflightPage,
  roles: RolesPage,
  settings: SettingsPage,
  review: ReviewPage,
  run: RunPage,
  finish: FinishPage,
};

export function WizardPages({ platform, asked }: { readonly platform: Platform; readonly asked: string | undefined }) {
  const { draft, state } = useDraft(platform);
  const session = sessionOf(platform.id);
  const found = useSyncExternalStore(session.subscribe, session.snapshot);
  const navigate = useNavigate();
  const { data: info } = useQuery(systemQuery);
  useQuery(componentsQuery);
  const { data: platforms } = useQuery(platformsQuery);
  // Until it is known nobody is sent back for it.
  const connected = platforms?.find(({ id }) => id === platform.id)?.connected ?? true;
  useValidation(session, platform.id, state.content);
  const run = useNewestRun(platform.id, found.startedRunId);
  const stage = connected && run != null ? 'built' : 'planned';
  const page = isPage(asked) ? asked : pageAt(state.content.page);
  usePageTitle(t.wizard.pages[page].title, [{ title: t.wizard.title }]);

  const verdict = useMemo(() => verdictOf(state, found.issues, stage), [state, found.issues, stage]);
  const furthest = Math.max(found.furthest, indexOf(pageAt(state.content.page)));
  const steps = stepsOf(state.content, page, progressOf({ found, state, furthest, run, wrong: verdict.wrongPages, connected }));
  const target = useLanding(asked, () => landing(steps, page, run === undefined));

  const [way] = useState(() => new OneWay());
  useEffect(() => way.arrive(page), [way, page]);
  useEffect(() => {
    if (target !== page) return;
    if (draft.state.content.page !== page) draft.edit((content) => ({ ...content, page }));
    const reached = Math.max(session.snapshot().furthest, indexOf(page));
    if (reached !== session.snapshot().furthest) session.set({ furthest: reached });
    keepFurthest(platform.id, reached);
  }, [draft, session, page, target, platform.id]);

  if (asked !== target) return <Redirect to={pagePath(platform.id, target)} />;
  const wizard: WizardState = {
    platformId: platform.id,
    draft,
    state,
    content: state.content,
    session,
    found: { ...found, furthest },
    verdict,
    steps,
    page,
    info,
    run,
    connected,
    goTo(next) {
      if (!way.leave(page, next)) return;
      // Going on says yes to this page, also where nothing had to be typed.
      session.set({ furthest: Math.max(session.snapshot().furthest, indexOf(next)) });
      void navigate(pagePath(platform.id, next));
    },
  };
  const Screen = screens[page];
  return (
    <WizardContext value={wizard}>
      <WizardShell>
        <Screen />
      </WizardShell>
    </WizardContext>
  );
}

/** Decided once on arrival: a fault that shows up later must not pull the page away from under a typing person. */
function useLanding(asked: string | undefined, decide: () => Page): Page {
  const [arrival, setArrival] = useState<{ asked: string | undefined; target: Page } | null>(null);
  if (arrival !== null && arrival.asked === asked) return arrival.target;
  const target = decide();
  setArrival({ asked, target });
  return target;
}

interface Known {
  readonly found: SessionState;
  readonly state: DraftState;
  readonly furthest: number;
  readonly run: RunSummary | null | undefined;
  readonly wrong: ReadonlySet<Page>;
  readonly connected: boolean;
}
function progressOf({ found, state, furthest, run, wrong, connected }: Known): Progress {
  const { nodes } = state.content;
  const reached = nodes.filter((node) => stageOf(node, accessOf(found.access, node.id)) === 'ready').map((node) => node.id);
  const { verdict } = tableOf(found.cells, nodes, found.preflight.running);
  return { furthest, wrong, reached: new Set(reached), preflight: verdict, run: runProgress(run), connected };
}

function runProgress(run: RunSummary | null | undefined): Progress['run'] {
  if (run == null) return 'none';
  if (run.state === 'done') return 'done';
  return isActive(run.state) ? 'running' : 'stopped';
}
