import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Confirm } from '#renderer/kit/Confirm.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { ShownOnce } from '#renderer/kit/ShownOnce.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { t } from '#renderer/texts/current.ts';
import styles from './platform-secrets.module.css';
import { placeSecret } from './queries.ts';

const words = t.platformSecrets;

interface MakePasswordProps {
  readonly platformId: string;
  /** There is one already, which nobody can see again. */
  readonly replaces: boolean;
}

export function MakePassword({ platformId, replaces }: MakePasswordProps) {
  const [asking, setAsking] = useState(false);
  const { mutate, reset, status, data, error } = useMutation({
    mutationFn: () => api.platformSecrets.makeAdminPassword({ platformId }),
    onSuccess: ({ secret }) => placeSecret(platformId, secret),
    gcTime: 0,
  });
  return (
    <>
      <Button small onPress={() => (replaces ? setAsking(true) : mutate())}>
        {words.make}
      </Button>
      <Confirm
        isOpen={asking}
        title={words.remakeTitle}
        effect={words.remakeEffect}
        action={words.remakeAction}
        stake={{ tier: 'restart' }}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          mutate();
        }}
      />
      {status !== 'idle' && <Made value={data?.value ?? null} error={error} onAgain={mutate} onClose={reset} />}
    </>
  );
}

interface MadeProps {
  /** Null while it is being made. */
  readonly value: string | null;
  readonly error: Error | null;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

/** Shown once: closing it by accident would lose it for good. */
function Made({ value, error, onAgain, onClose }: MadeProps) {
  const footer = (
    <Button look="primary" isDisabled={value === null && error === null} onPress={onClose}>
      {error === null ? words.done : t.kit.close}
    </Button>
  );
  return (
    <Dialog title={words.madeTitle} isOpen mustAnswer={error === null} onClose={onClose} footer={footer}>
      {error !== null && <FaultCard fault={toFault(error)} onAction={() => onAgain()} />}
      {value === null && error === null && <Skeleton />}
      {value !== null && (
        <>
          <p className={styles.soft}>{words.madeText}</p>
          <ShownOnce value={value} what={words.password.toLowerCase()} />
        </>
      )}
    </Dialog>
  );
}
