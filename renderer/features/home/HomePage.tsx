import { useQuery } from '@tanstack/react-query';
import { NotFound } from '#renderer/frame/NotFound.tsx';
import { Page } from '#renderer/frame/Page.tsx';
import { usePageTitle } from '#renderer/frame/page-title.ts';
import { usePlatform } from '#renderer/frame/platform-scope.ts';
import { Redirect } from '#renderer/frame/Redirect.tsx';
import { toFault } from '#renderer/faults.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { paths } from '#renderer/paths.ts';
import { platformsQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { DraftHome } from './DraftHome.tsx';
import { LiveHome } from './LiveHome.tsx';
import { Welcome } from './Welcome.tsx';

/** The address without a platform: the platform looked at last, or a welcome. */
export function StartPage() {
  usePageTitle(t.home.title);
  const { platforms, error, current } = usePlatform();
  const { refetch } = useQuery(platformsQuery);
  if (current !== null) return <Redirect to={paths.home(current.id)} />;
  if (platforms !== undefined) return <Welcome />;
  return <Page>{error === null ? <Skeleton tall rows={3} /> : <FaultCard fault={toFault(error)} onAction={() => void refetch()} />}</Page>;
}

export function HomePage() {
  usePageTitle(t.home.title);
  const { platforms, error, current, live } = usePlatform();
  if (live !== null && current !== null) return <LiveHome key={current.id} live={live} name={current.name} />;
  if (current !== null) return <DraftHome platform={current} />;
  if (platforms !== undefined) return <NotFound />;
  return <Page>{error === null ? <Skeleton tall rows={3} /> : <FaultCard fault={toFault(error)} />}</Page>;
}
