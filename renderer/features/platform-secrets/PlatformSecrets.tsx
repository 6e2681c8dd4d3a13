import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Status } from '#contract/base.ts';
import { platformSecretKind, type PlatformSecret, type PlatformSecretKind } from '#contract/platform-secrets.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Confirm } from '#renderer/kit/Confirm.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { EnterSecret } from './EnterSecret.tsx';
import { MakePassword } from './MakePassword.tsx';
import { placeSecret, platformSecretsQuery } from './queries.ts';
import styles from './platform-secrets.module.css';

const words = t.platformSecrets;
const statusOf: Readonly<Record<PlatformSecret['state'], Status>> = {
  unchecked: 'unknown',
  valid: 'ready',
  refused: 'failed',
  unreachable: 'attention',
};

/** All tokens and passwords of a platform: whether they are set and what their services say; never their values. */
export function PlatformSecrets({ platformId }: { readonly platformId: string }) {
  return (
    <section className={styles.section} aria-label={words.title}>
      <h2>{words.title}</h2>
      <p className={styles.soft}>{words.intro}</p>
      <ul className={styles.list} aria-label={words.table}>
        {platformSecretKind.options.map((kind) => (
          <li key={kind}>
            <PlatformSecretRow platformId={platformId} kind={kind} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly platformId: string;
  readonly kind: PlatformSecretKind;
}

export function PlatformSecretRow({ platformId, kind }: RowProps) {
  const { data, error, refetch } = useQuery(platformSecretsQuery(platformId));
  const secret = data?.find((one) => one.kind === kind);
  if (secret === undefined) return error === null ? <Skeleton /> : <FaultCard fault={toFault(error)} onAction={() => void refetch()} />;
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <strong>{words.kinds[kind].title}</strong>
        <span className={styles.soft}>{words.kinds[kind].hint}</span>
        <State secret={secret} />
      </div>
      <Acts platformId={platformId} secret={secret} />
    </div>
  );
}

function State({ secret: { kind, set, state, detail, checkedAt, host, name } }: { readonly secret: PlatformSecret }) {
  if (!set) return <StatusMark status="off" word={words.unset} />;
  if (kind === 'admin-password') return <StatusMark status="ready" word={words.kept} />;
  return (
    <span>
      <StatusMark status={statusOf[state]} word={words.states[state]} /> {visible(detail)}
      {host !== '' && <code> {visible(`${name} @ ${host}`)}</code>}
      {checkedAt !== null && (
        <span className={styles.soft}>
          {' '}
          {words.checked} <RelativeTime at={checkedAt} ago />
        </span>
      )}
    </span>
  );
}

type Asking = 'enter' | 'remove' | null;

function Acts({ platformId, secret }: { readonly platformId: string; readonly secret: PlatformSecret }) {
  const { kind, set } = secret;
  const { title } = words.kinds[kind];
  const [asking, setAsking] = useState<Asking>(null);
  const close = (): void => setAsking(null);
  const placed = (now: PlatformSecret): void => placeSecret(platformId, now);
  const check = useMutation({ mutationFn: () => api.platformSecrets.check({ platformId, kind }), onSuccess: placed });
  const remove = useMutation({
    mutationFn: () => api.platformSecrets.remove({ platformId, kind }),
    onSuccess: (now) => {
      placed(now);
      close();
    },
  });
  const failure = check.error ?? remove.error;
  return (
    <div className={styles.acts}>
      <Button small aria-label={set ? words.replace(title) : words.enter(title)} onPress={() => setAsking('enter')}>
        {set ? words.replaceShort : words.enterShort}
      </Button>
      {kind === 'admin-password' && <MakePassword platformId={platformId} replaces={set} />}
      {set && kind !== 'admin-password' && (
        <Button small isPending={check.isPending} aria-label={words.check(title)} onPress={() => check.mutate()}>
          {words.checkShort}
        </Button>
      )}
      {set && (
        <Button small look="quiet" aria-label={words.remove(title)} onPress={() => setAsking('remove')}>
          {words.removeShort}
        </Button>
      )}
      {failure !== null && <FaultCard fault={toFault(failure)} />}
      {asking === 'enter' && <EnterSecret platformId={platformId} secret={secret} onClose={close} />}
      <Confirm
        isOpen={asking === 'remove'}
        title={words.removeTitle(title)}
        effect={words.removeEffect}
        action={words.removeAction}
        stake={{ tier: 'restart' }}
        isPending={remove.isPending}
        onClose={close}
        onConfirm={() => remove.mutate()}
      />
    </div>
  );
}
