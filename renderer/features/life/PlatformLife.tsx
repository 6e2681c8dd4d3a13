import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { distributions } from '#contract/distributions.ts';
import type { Platform } from '#contract/platforms.ts';
import settings from '#renderer/features/settings/settings.module.css';
import { Button } from '#renderer/kit/Button.tsx';
import { t } from '#renderer/texts/current.ts';
import { CertificateTable } from './CertificateTable.tsx';
import styles from './life.module.css';
import { RenewCertificates, UpgradePlatform } from './PlatformDialogs.tsx';
import { certificatesQuery } from './queries.ts';

const words = t.life;

/** In the settings of a platform that Hearth set up: its version, its certificates, and what renews them. */
export function PlatformLife({ platform }: { readonly platform: Platform }) {
  const [params, setParams] = useSearchParams();
  const { data, error, isFetching, refetch } = useQuery(certificatesQuery(platform.id));
  if (platform.distribution === 'existing') return null;
  const ask = (act: string | null): void => setParams(act === null ? {} : { act }, { replace: true });
  const close = (): void => ask(null);
  const act = params.get('act');
  const { title } = distributions[platform.distribution];
  return (
    <section className={settings.section}>
      <h2>{words.kubernetes}</h2>
      <p className={settings.intro}>{words.channel(title, platform.channel)}</p>
      <CertificateTable nodes={platform.nodes} rows={data} error={error} isFetching={isFetching} again={() => void refetch()} />
      <div className={styles.acts}>
        <Button onPress={() => ask('upgrade')}>{words.upgrade}</Button>
        <Button onPress={() => ask('renew')}>{words.renew}</Button>
      </div>
      {act === 'upgrade' && <UpgradePlatform platform={platform} distribution={platform.distribution} onClose={close} />}
      {act === 'renew' && <RenewCertificates platform={platform} onClose={close} />}
    </section>
  );
}
