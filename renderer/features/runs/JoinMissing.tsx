import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './RunView.module.css';

const words = t.runs.join;

export interface JoinMissingProps {
  readonly platformId: string;
  /** In the inventory, but not in the cluster. */
  readonly names: readonly string[];
}

/** Brings into the cluster what was left out of it: the set-up again, which does only what is missing. */
export function JoinMissing({ platformId, names }: JoinMissingProps) {
  const navigate = useNavigate();
  const start = useMutation({
    mutationFn: () => api.runs.start({ platformId, kind: 'provision' }),
    onSuccess: ({ runId }) => void navigate(paths.run(runId)),
  });
  if (names.length === 0) return null;
  return (
    <div className={styles.join}>
      <p className={`${styles.notice ?? ''} ${styles.attention ?? ''}`}>
        <StatusShape status="attention" size={16} />
        <span>
          <strong>{words.notJoined(names)}</strong> {words.effect}
        </span>
        <Button small isPending={start.isPending} onPress={() => start.mutate()}>
          {words.action(names)}
        </Button>
      </p>
      {start.error !== null && <FaultCard fault={toFault(start.error)} onDismiss={start.reset} />}
    </div>
  );
}
