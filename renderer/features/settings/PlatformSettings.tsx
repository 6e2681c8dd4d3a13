import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import type { PlatformSummary, WizardPage } from '#contract/platforms.ts';
import { toFault } from '#renderer/faults.ts';
import { PlatformLife } from '#renderer/features/life/PlatformLife.tsx';
import { CertificateSettings } from '#renderer/features/certificates/CertificateSettings.tsx';
import { ClusterLogin } from '#renderer/features/login/ClusterLogin.tsx';
import { PlatformSecrets } from '#renderer/features/platform-secrets/PlatformSecrets.tsx';
import { pageAt } from '#renderer/features/wizard/model/steps.ts';
import { pagePath } from '#renderer/features/wizard/page-path.ts';
import { usePlatform } from '#renderer/frame/platform-scope.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { paths } from '#renderer/paths.ts';
import { platformQuery, platformsQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { ClusterConnection } from './ClusterConnection.tsx';
import { ForgetPlatform } from './ForgetPlatform.tsx';
import { RenamePlatform } from './RenamePlatform.tsx';
import styles from './settings.module.css';

const words = t.settings.platform;

/** The platform that the switcher shows: its name, where its set-up was left, and the way to be rid of it. */
export function PlatformSettings() {
  const { platforms, error, current } = usePlatform();
  const { refetch } = useQuery(platformsQuery);
  if (current !== null) return <OnePlatform key={current.id} summary={current} />;
  if (platforms !== undefined) return <NoPlatform />;
  return error === null ? <Skeleton /> : <FaultCard fault={toFault(error)} onAction={() => void refetch()} />;
}

function NoPlatform() {
  const navigate = useNavigate();
  const action = (
    <Button look="primary" onPress={() => void navigate(paths.newPlatform)}>
      {t.frame.platform.create}
    </Button>
  );
  return (
    <EmptyState title={words.emptyTitle} action={action}>
      {words.empty}
    </EmptyState>
  );
}

function OnePlatform({ summary }: { readonly summary: PlatformSummary }) {
  const { data: platform, error, refetch } = useQuery(platformQuery(summary.id));
  const { refetch: refetchAll } = useQuery(platformsQuery);
  const again = (): void => {
    void refetch();
    void refetchAll();
  };
  if (platform === undefined) return error === null ? <Skeleton /> : <FaultCard fault={toFault(error)} onAction={again} />;
  return (
    <>
      <RenamePlatform platform={platform} />
      <section className={styles.section}>
        <h2>{words.setup}</h2>
        <LeftAt platformId={platform.id} page={platform.page} />
      </section>
      {(platform.distribution === 'existing' || summary.connected) && (
        <ClusterConnection platformId={platform.id} connected={summary.connected} />
      )}
      <CertificateSettings platform={platform} />
      <PlatformSecrets platformId={platform.id} />
      <ClusterLogin platform={platform} />
      <PlatformLife platform={platform} />
      <ForgetPlatform platform={platform} connected={summary.connected} />
    </>
  );
}

function LeftAt({ platformId, page }: { readonly platformId: string; readonly page: WizardPage }) {
  const at = pageAt(page);
  const isFinished = page === 'closed';
  return (
    <p className={styles.intro}>
      {isFinished ? words.finished : words.leftAt(t.wizard.pages[at].title)}{' '}
      <Link to={pagePath(platformId, at)} className={styles.link}>
        {isFinished ? words.lookAgain : words.goOn}
      </Link>
    </p>
  );
}
