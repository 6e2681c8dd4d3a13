import { useNavigate } from 'react-router';
import type { ReactNode } from 'react';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { NotFound } from './NotFound.tsx';
import { Page } from './Page.tsx';
import { usePlatform } from './platform-scope.ts';

/** Shows its child once there is a cluster to look at, else says why there is none and what comes next. */
export function WithCluster({ children }: { readonly children: (live: LiveCluster) => ReactNode }) {
  const { platforms, error, current, live } = usePlatform();
  const navigate = useNavigate();
  if (live !== null) return children(live);
  if (platforms === undefined) {
    return <Page>{error === null ? <Skeleton /> : <FaultCard fault={toFault(error)} />}</Page>;
  }
  if (current === null) return <NotFound />;
  const words = t.cluster.noCluster;
  const open = (): void => void navigate(paths.setup(current.id));
  return (
    <Page>
      <EmptyState
        alone
        title={words.title}
        action={
          <Button look="primary" onPress={open}>
            {words.action}
          </Button>
        }
      >
        {words.text}
      </EmptyState>
    </Page>
  );
}
