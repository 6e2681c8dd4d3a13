import { t } from '#renderer/texts/current.ts';
import { adviseRange, recommended } from '../model/recommend.ts';
import { PageFrame } from '../PageFrame.tsx';
import { ConflictNotice } from '../SaveMark.tsx';
import { RadioGroup } from '#renderer/kit/Choices.tsx';
import { useWizard } from '../wizard-context.ts';
import { Answer } from './Answer.tsx';
import { Components } from './Components.tsx';
import { IngressPool } from './IngressPool.tsx';
import styles from './Settings.module.css';

const words = t.wizard.settings;
type RangePath = 'podCidr' | 'serviceCidr';

/** Names, ranges and components; everything has a recommended answer that says where it comes from. */
export function SettingsPage() {
  const { content, verdict } = useWizard();
  const wrong = Object.keys(verdict.errors).filter(
    (path) => path === 'name' || path === 'channel' || path === 'components' || path.startsWith('settings.'),
  ).length;
  return (
    <PageFrame lead={words.intro} blockers={wrong === 0 ? [] : [t.wizard.fieldsWrong(wrong)]}>
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
        <div className={styles.pair}>
          <Answer path="channel" label={words.channel} hint={words.channelHint(recommended.channel)} advised={recommended.channel} mono />
          <Answer
            path="settings.storageClass"
            label={words.storageClass}
            hint={words.storageHint}
            advised={recommended.storageClass}
            mono
          />
        </div>
        <RadioGroup
          label={words.certificates}
          value={content.settings.certificates.mode}
          options={[{ value: 'self-signed', label: words.selfSigned, hint: words.selfSignedHint }]}
          onChange={() => undefined}
        />
      </section>
      <section className={styles.group} aria-label={words.network}>
        <h2>{words.network}</h2>
        <div className={styles.pair}>
          <Range path="podCidr" label={words.podCidr} />
          <Range path="serviceCidr" label={words.serviceCidr} />
        </div>
        <IngressPool />
      </section>
      <Components />
    </PageFrame>
  );
}

function Range({ path, label }: { readonly path: RangePath; readonly label: string }) {
  const { content } = useWizard();
  const { cidr, usual } = adviseRange(path, content.nodes);
  return <Answer path={`settings.${path}`} label={label} hint={usual ? words.usual(cidr) : words.unusual(cidr)} advised={cidr} mono />;
}
