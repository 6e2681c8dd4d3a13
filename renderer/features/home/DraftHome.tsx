import { useNavigate } from 'react-router';
import type { PlatformSummary } from '#contract/platforms.ts';
import { PageHead, Page } from '#renderer/frame/Page.tsx';
import { useAllRuns } from '#renderer/features/runs/all-runs.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './home.module.css';
import { RecentRuns } from './RecentRuns.tsx';

const words = t.home.draft;

/** A platform that has not been built yet. */
export function DraftHome({ platform }: { readonly platform: PlatformSummary }) {
  const navigate = useNavigate();
  const runs = useAllRuns().runs.filter((run) => run.platformId === platform.id);
  return (
    <Page>
      <PageHead
        title={words.title(platform.name)}
        sentence={words.text(platform.nodes)}
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
