import { useQuery } from '@tanstack/react-query';
import type { Certificates } from '#contract/platforms.ts';
import { CertificateDoctor } from '#renderer/features/certificates/CertificateDoctor.tsx';
import { authorityQuery } from '#renderer/features/certificates/queries.ts';
import { PlatformSecretRow } from '#renderer/features/platform-secrets/PlatformSecrets.tsx';
import { RadioGroup } from '#renderer/kit/Choices.tsx';
import type { Option } from '#renderer/kit/Select.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { acmeWith, emailPath, emailRule, unstored } from '../model/certificates.ts';
import { useField, useWizard } from '../wizard-context.ts';
import styles from './Settings.module.css';

const words = t.authority;
type Mode = Certificates['mode'];
const modes: readonly Mode[] = ['self-signed', 'lets-encrypt-http', 'lets-encrypt-dns'];
/** Chosen before there is an address without which it cannot be stored, and the address while it is not needed. */
const modeNote = 'certificates.mode';
const emailNote = 'certificates.email';

/** Who vouches for the platform's names, with what that one needs. */
export function CertificateChoice() {
  const { platformId, content, draft, state, verdict } = useWizard();
  const { certificates, domain, ingressPool } = content.settings;
  const noted = modes.find((mode) => mode === state.pending[modeNote]);
  const mode = noted ?? certificates.mode;
  const write = (next: Certificates): void => {
    draft.note(modeNote, null);
    draft.edit((now) => ({ ...now, settings: { ...now.settings, certificates: next } }));
  };
  const choose = (next: Mode): void => {
    if (next === 'self-signed') {
      draft.note(emailNote, certificates.mode === 'self-signed' ? (state.pending[emailPath] ?? null) : certificates.email);
      draft.note(emailPath, null);
      return write({ mode: next });
    }
    const email = certificates.mode === 'self-signed' ? (state.pending[emailPath] ?? state.pending[emailNote] ?? '') : certificates.email;
    if (emailRule.safeParse(email).success) {
      draft.note(emailPath, null);
      return write(acmeWith(next, email, certificates));
    }
    draft.note(modeNote, next);
    draft.note(emailPath, email);
  };
  const missing = unstored(state.pending, certificates, mode);
  return (
    <>
      <RadioGroup
        label={words.title}
        value={mode}
        error={verdict.errors['settings.certificates.mode']}
        options={modes.map((value) => ({ value, label: words.modes[value].label, hint: words.modes[value].hint }))}
        onChange={choose}
      />
      {mode !== 'self-signed' && (
        <>
          <Email
            onValid={(email) => {
              if (noted !== undefined && noted !== 'self-signed') write(acmeWith(noted, email, certificates));
            }}
          />
          <Environment />
        </>
      )}
      {mode === 'lets-encrypt-dns' && <PlatformSecretRow platformId={platformId} kind="cloudflare" />}
      <CertificateDoctor
        platformId={platformId}
        reach="before"
        settings={{ domain, certificates, ingressPool }}
        notYet={missing === null ? null : words.notYet[missing]}
      />
    </>
  );
}

function Email({ onValid }: { readonly onValid: (email: string) => void }) {
  const field = useField(emailPath);
  const type = (text: string): void => {
    field.onChange(text);
    if (emailRule.safeParse(text.trim()).success) onValid(text.trim());
  };
  return (
    <div className={styles.answer}>
      <TextField label={words.email} hint={words.emailHint} type="email" {...field} onChange={type} />
    </div>
  );
}

/** Staging first; production once it is known to work. */
function Environment() {
  const { platformId, content, draft } = useWizard();
  const { certificates } = content.settings;
  const { data } = useQuery(authorityQuery(platformId));
  if (certificates.mode === 'self-signed') return null;
  const isOffered = certificates.environment === 'production' || (data !== undefined && data.stagingIssuedAt !== null);
  const options: readonly Option<'staging' | 'production'>[] = [
    { value: 'staging', label: words.staging, hint: words.stagingHint },
    ...(isOffered ? [{ value: 'production' as const, label: words.production, hint: words.productionHint }] : []),
  ];
  return (
    <>
      <RadioGroup
        label={words.environment}
        value={certificates.environment}
        options={options}
        onChange={(environment) =>
          draft.edit((now) => ({ ...now, settings: { ...now.settings, certificates: { ...certificates, environment } } }))
        }
      />
      {!isOffered && <p className={styles.soft}>{words.productionLater}</p>}
    </>
  );
}
