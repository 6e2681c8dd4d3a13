import { useNavigate } from 'react-router';
import type { PlatformSummary } from '#contract/platforms.ts';
import { PageHead, Page } from '#renderer/frame/Page.tsx';
import { useAllRuns } from '#renderer/features/runs/all-runs.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './home.module.css';
import { RecentRuns } from './RecentRuns.tsx';
import { setUpOf } from './set-up-state.ts';
import { titleOf } from './state-sentence.ts';

const words = t.home.draft;

/** A platform without a cluster to look at: how far it has come, and the way on. */
export function DraftHome({ platform }: { readonly platform: PlatformSummary }) {
  const navigate = useNavigate();
  const runs = useAllRuns().runs.filter((run) => run.platformId === platform.id);
  const setUp = setUpOf(runs);
  return (
    <Page>
      <PageHead
        title={titleOf(platform.name, setUp)}
        sentence={setUp.kind === 'none' ? words.text(platform.nodes) : undefined}
        actions={
          <Button look="primary" onPress={() => void navigate(paths.setup(platform.id))}>
            {words.action}
          </Button>
        }
      />
      {runs.length > 0 && (
        <div className={styles.section}>
          <RecentRuns runs={runs} />
        </div>
      )}
    </Page>
  );
}
