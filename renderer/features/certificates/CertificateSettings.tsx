import { useQuery } from '@tanstack/react-query';
import type { AuthorityState } from '#contract/authority.ts';
import type { Platform } from '#contract/platforms.ts';
import { toFault } from '#renderer/faults.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { CertificateDoctor } from './CertificateDoctor.tsx';
import styles from './certificates.module.css';
import { authorityQuery } from './queries.ts';
import { TrustAuthority } from './TrustAuthority.tsx';

const words = t.authority;

/** Settings, Platform: who vouches for the names, a rehearsal, and what has to be trusted. */
export function CertificateSettings({ platform }: { readonly platform: Platform }) {
  const { data, error, refetch } = useQuery(authorityQuery(platform.id));
  const mode = words.modes[platform.settings.certificates.mode].label;
  return (
    <section className={styles.section} aria-label={words.title}>
      <h2>{words.title}</h2>
      {error !== null && <FaultCard fault={toFault(error)} onAction={() => void refetch()} />}
      {data !== undefined && <p>{sentenceOf(data, mode)}</p>}
      <CertificateDoctor key={JSON.stringify(platform.settings)} platformId={platform.id} reach="all" />
      <TrustAuthority platformId={platform.id} />
    </section>
  );
}

function sentenceOf({ issuer, unread }: AuthorityState, mode: string): string {
  if (unread !== '') return visible(unread);
  if (issuer === null) return words.state.none(mode);
  return issuer.ready ? words.state.ready(issuer.name) : visible(words.state.notReady(issuer.name, issuer.reason));
}
