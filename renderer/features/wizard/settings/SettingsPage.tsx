import type { Distribution, Installable } from '#contract/distributions.ts';
import { t } from '#renderer/texts/current.ts';
import { adviseRange } from '../model/recommend.ts';
import { PageFrame } from '../PageFrame.tsx';
import { ConflictNotice } from '../SaveMark.tsx';
import { PlatformSecrets } from '#renderer/features/platform-secrets/PlatformSecrets.tsx';
import { useWizard } from '../wizard-context.ts';
import { Answer } from './Answer.tsx';
import { CertificateChoice } from './CertificateChoice.tsx';
import { Channel } from './Channel.tsx';
import { Components } from './Components.tsx';
import { IngressPool } from './IngressPool.tsx';
import { StorageClass } from './StorageClass.tsx';
import styles from './Settings.module.css';

const words = t.wizard.settings;
type RangePath = 'podCidr' | 'serviceCidr';

/** Names, ranges and components; everything has a recommended answer that says where it comes from. */
export function SettingsPage() {
  const { content, verdict, platformId } = useWizard();
  const kind = content.distribution;
  const wrong = Object.keys(verdict.errors).filter(
    (path) => path === 'name' || path === 'channel' || path === 'components' || path.startsWith('settings.'),
  ).length;
  return (
    <PageFrame
      lead={isOurs(kind) ? words.intro : t.wizard.cluster.existing.settingsIntro}
      blockers={wrong === 0 ? [] : [t.wizard.fieldsWrong(wrong)]}
    >
      <ConflictNotice />
      <section className={styles.group} aria-label={words.identity}>
        <h2>{words.identity}</h2>
        <div className={styles.pair}>
          <Answer path="name" label={words.name} hint={words.nameHint} />
          <Answer path="settings.adminUser" label={words.adminUser} hint={words.adminHint} mono />
        </div>
        <Answer path="settings.domain" label={words.domain} hint={words.domainHint(content.settings.domain)} mono />
      </section>
      <section className={styles.group} aria-label={words.software}>
        <h2>{words.software}</h2>
        {isOurs(kind) && <Channel kind={kind} />}
        <StorageClass />
        <CertificateChoice />
      </section>
      <section className={styles.group} aria-label={words.network}>
        <h2>{words.network}</h2>
        {isOurs(kind) && (
          <div className={styles.pair}>
            <Range kind={kind} path="podCidr" label={words.podCidr} />
            <Range kind={kind} path="serviceCidr" label={words.serviceCidr} />
          </div>
        )}
        <IngressPool />
      </section>
      <PlatformSecrets platformId={platformId} />
      <Components />
    </PageFrame>
  );
}

/** An existing cluster has its version and its ranges already. */
const isOurs = (kind: Distribution): kind is Installable => kind !== 'existing';

interface RangeProps {
  readonly kind: Installable;
  readonly path: RangePath;
  readonly label: string;
}
function Range({ kind, path, label }: RangeProps) {
  const { content } = useWizard();
  const { cidr, usual } = adviseRange(path, content.nodes);
  const hint = usual ? t.wizard.cluster.channel.rangeUsual(cidr, kind) : words.unusual(cidr);
  return <Answer path={`settings.${path}`} label={label} hint={hint} advised={cidr} mono />;
}
