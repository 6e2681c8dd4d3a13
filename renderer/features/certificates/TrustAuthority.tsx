import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { AuthorityState } from '#contract/authority.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { saveText } from '#renderer/kit/clipboard.ts';
import { Identifier } from '#renderer/kit/CopyButton.tsx';
import { Facts } from '#renderer/kit/Facts.tsx';
import { formatInstant } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './certificates.module.css';
import { fingerprintOf } from './fingerprint.ts';
import { authorityQuery } from './queries.ts';

const words = t.authority.trust;

/** Of the platform's own authority: the certificate and how computers are told of it. Nothing where there is none. */
export function TrustAuthority({ platformId }: { readonly platformId: string }) {
  const { data } = useQuery(authorityQuery(platformId));
  return data?.ca == null ? null : <Instructions ca={data.ca} />;
}

function Instructions({ ca }: { readonly ca: NonNullable<AuthorityState['ca']> }) {
  const { data: fingerprint = '' } = useQuery({
    queryKey: ['fingerprint', ca.pem],
    queryFn: () => fingerprintOf(ca.pem),
    staleTime: Infinity,
  });
  return (
    <section className={styles.doctor} aria-label={words.title}>
      <h3>{words.title}</h3>
      <p className={styles.soft}>{words.intro}</p>
      <Facts
        facts={[
          { name: words.ends, value: ca.endsAt === null ? '' : formatInstant(ca.endsAt) },
          { name: words.fingerprint, value: fingerprint === '' ? '' : <Identifier text={fingerprint} what={words.fingerprint} /> },
        ]}
      />
      <div>
        <Button icon={<Download size={14} />} onPress={() => saveText(words.fileName, ca.pem, 'application/x-pem-file')}>
          {words.download}
        </Button>
      </div>
      <dl className={styles.how}>
        <dt>{words.linux}</dt>
        <dd>
          <Identifier text={words.commands.linux} what={words.linux} />
        </dd>
        <dt>{words.mac}</dt>
        <dd>
          <Identifier text={words.commands.mac} what={words.mac} />
        </dd>
        <dt>{words.windows}</dt>
        <dd>
          <Identifier text={words.commands.windows} what={words.windows} /> <span className={styles.soft}>{words.windowsText}</span>
        </dd>
        <dt>{words.firefox}</dt>
        <dd>{words.firefoxText}</dd>
      </dl>
    </section>
  );
}
