import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { toFault } from '#renderer/faults.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { platformQuery } from '#renderer/server-state/queries.ts';
import { NewPlatform } from './NewPlatform.tsx';
import { WizardPages } from './WizardPages.tsx';
import styles from './Wizard.module.css';

/** The set-up of one platform; at /setup a new one begins, /setup/:platformId goes where it was left. */
export function Wizard() {
  const { platformId, page } = useParams();
  if (platformId === undefined) return <NewPlatform />;
  return <Opened key={platformId} platformId={platformId} page={page} />;
}

function Opened({ platformId, page }: { readonly platformId: string; readonly page: string | undefined }) {
  const navigate = useNavigate();
  // Loaded once: from then on the draft is the wizard's own copy and keeps itself current.
  const { data, error, refetch } = useQuery({
    ...platformQuery(platformId),
    staleTime: 0,
    gcTime: 0,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  });
  if (data !== undefined) return <WizardPages key={platformId} platform={data} asked={page} />;
  return (
    <div className={styles.loading}>
      {error === null ? (
        <Skeleton rows={8} />
      ) : (
        <FaultCard
          loud
          fault={toFault(error)}
          onAction={() => (toFault(error).code === 'NOT_FOUND' ? void navigate('/setup') : void refetch())}
        />
      )}
    </div>
  );
}
