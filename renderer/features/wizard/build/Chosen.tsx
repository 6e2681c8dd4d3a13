import { t } from '#renderer/texts/current.ts';
import { useWizard } from '../wizard-context.ts';
import { useComponentTitles } from './use-component-titles.ts';
import styles from './Build.module.css';

const words = t.wizard.review;

/** Every answer once more, in one glance. */
export function Chosen() {
  const { content } = useWizard();
  const { settings } = content;
  const workers = content.nodes.filter((node) => node.role === 'worker').map((node) => node.name);
  const components = useComponentTitles();
  const control = content.nodes.find((node) => node.role === 'control');
  const facts: readonly (readonly [string, string])[] = [
    [words.facts.name, content.name],
    [words.facts.channel, `${words.distribution[content.distribution]} ${content.channel}`],
    [words.facts.control, control?.name ?? words.none],
    [words.facts.workers, workers.length === 0 ? words.none : workers.join(', ')],
    [words.facts.domain, settings.domain],
    [words.facts.components, components.length === 0 ? words.none : components.join(', ')],
    [words.facts.pods, settings.podCidr],
    [words.facts.services, settings.serviceCidr],
    [
      words.facts.ingress,
      settings.ingressPool === null ? words.nodeAddresses : `${settings.ingressPool.from} – ${settings.ingressPool.to}`,
    ],
    [words.facts.storage, settings.storageClass],
    [words.facts.certificates, t.wizard.settings.selfSigned],
    [words.facts.admin, settings.adminUser],
  ];
  return (
    <dl className={styles.facts} aria-label={words.summary}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
