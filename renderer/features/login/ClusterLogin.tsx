import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ClusterLoginSettings } from '#contract/cluster-login.ts';
import type { Platform } from '#contract/platforms.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { PlanConfirm } from '#renderer/features/life/PlanConfirm.tsx';
import { Button } from '#renderer/kit/Button.tsx';
import { saveText } from '#renderer/kit/clipboard.ts';
import { Identifier } from '#renderer/kit/CopyButton.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { LoginFields } from './LoginFields.tsx';
import styles from './login.module.css';
import { lastLoginQuery } from './queries.ts';
import { emptyForm, formOf, readForm, type LoginForm } from './login-form.ts';

const words = t.clusterLogin;

/** Settings, Platform: accounts of an issuer for the cluster itself. */
export function ClusterLogin({ platform }: { readonly platform: Platform }) {
  const { data: last } = useQuery(lastLoginQuery(platform.id));
  const [typed, setTyped] = useState<LoginForm | null>(null);
  const form = typed ?? (last == null ? emptyForm(platform.settings.domain) : formOf(last));
  const [isAsking, setAsking] = useState(false);
  const [tried, setTried] = useState(false);
  const { read, complaints } = readForm(form);
  const platformId = platform.id;
  const check = useMutation({
    mutationFn: ({ issuer, caPem }: ClusterLoginSettings) => api.clusterLogin.checkIssuer({ platformId, issuer, caPem }),
  });
  const download = useMutation({
    mutationFn: ({ issuer, clientId, caPem }: ClusterLoginSettings) => api.clusterLogin.kubeconfig({ platformId, issuer, clientId, caPem }),
    onSuccess: ({ yaml, fileName }) => saveText(fileName, yaml, 'application/yaml'),
  });
  const withSettings = (act: (settings: ClusterLoginSettings) => void) => () => {
    setTried(true);
    if (read.success) act(read.data);
  };
  const failure = check.error ?? download.error;
  const isOurs = platform.distribution !== 'existing';
  return (
    <section className={styles.section} aria-label={words.title}>
      <h2>{words.title}</h2>
      <p className={styles.soft}>{isOurs ? words.intro : words.existing}</p>
      <LoginFields
        form={form}
        errorOf={(field) => (tried ? complaints.get(field) : undefined)}
        onChange={(change) => {
          check.reset();
          setTyped({ ...form, ...change });
        }}
      />
      {check.data !== undefined && (
        <p role="status">
          <StatusMark status={check.data.usable ? 'ready' : 'failed'} word={check.data.found} /> {check.data.remedy}
        </p>
      )}
      {failure !== null && <FaultCard fault={toFault(failure)} />}
      <div className={styles.row}>
        <Button isPending={check.isPending} onPress={withSettings((settings) => check.mutate(settings))}>
          {words.check}
        </Button>
        {isOurs && (
          <Button look="primary" onPress={withSettings(() => setAsking(true))}>
            {words.setUp}
          </Button>
        )}
        <Button isPending={download.isPending} onPress={withSettings((settings) => download.mutate(settings))}>
          {words.kubeconfig}
        </Button>
      </div>
      <p className={styles.soft}>
        {words.kubeconfigText} {words.plugin} <Identifier text={words.pluginCommand} what={words.kubeconfig} />
      </p>
      {isAsking && read.success && (
        <PlanConfirm
          title={words.confirmTitle}
          effect={words.confirmEffect}
          action={words.confirmAction}
          name={null}
          wish={{ kind: 'cluster-login', platformId, ...read.data }}
          isReady
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}
