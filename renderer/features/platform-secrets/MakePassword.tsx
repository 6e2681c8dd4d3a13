import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { CopyButton } from '#renderer/kit/CopyButton.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { t } from '#renderer/texts/current.ts';
import styles from './platform-secrets.module.css';
import { placeSecret } from './queries.ts';

const words = t.platformSecrets;

interface MakePasswordProps {
  readonly platformId: string;
  readonly onClose: () => void;
}

/** Shown once: closing it by accident would lose it for good. */
export function MakePassword({ platformId, onClose }: MakePasswordProps) {
  const { mutate, data, error } = useMutation({
    mutationFn: () => api.platformSecrets.makeAdminPassword({ platformId }),
    onSuccess: ({ secret }) => placeSecret(platformId, secret),
    gcTime: 0,
  });
  useEffect(() => mutate(), [mutate]);
  const footer = (
    <Button look="primary" isDisabled={data === undefined && error === null} onPress={onClose}>
      {error === null ? words.done : t.kit.close}
    </Button>
  );
  return (
    <Dialog title={words.madeTitle} isOpen mustAnswer={error === null} onClose={onClose} footer={footer}>
      {error !== null && <FaultCard fault={toFault(error)} onAction={() => mutate()} />}
      {data === undefined && error === null && <Skeleton />}
      {data !== undefined && (
        <>
          <p className={styles.soft}>{words.madeText}</p>
          <div className={styles.value}>
            <code>{data.value}</code>
            <CopyButton text={data.value} what={words.password.toLowerCase()} words={t.kit.copy} />
          </div>
        </>
      )}
    </Dialog>
  );
}
