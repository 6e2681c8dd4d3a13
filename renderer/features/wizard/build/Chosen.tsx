import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { controlsOf } from '../model/topology.ts';
import { useWizard } from '../wizard-context.ts';
import { useComponentTitles } from './use-component-titles.ts';
import styles from './Build.module.css';

const words = t.wizard.review;

/** Every answer once more, in one glance. */
export function Chosen() {
  const { content, found, verdict } = useWizard();
  const { settings } = content;
  const isOurs = content.distribution !== 'existing';
  const workers = content.nodes.filter((node) => node.role === 'worker').map((node) => node.name);
  const components = useComponentTitles();
  const controls = controlsOf(content.nodes).map((node) => node.name);
  const server = found.cluster.access?.server ?? t.wizard.cluster.existing.theCluster;
  const machines: readonly (readonly [string, string])[] = [
    [words.facts.channel, `${words.distribution(content.distribution)} ${content.channel}`],
    [words.facts.control, controls.length === 0 ? words.none : controls.join(', ')],
    [words.facts.workers, workers.length === 0 ? words.none : workers.join(', ')],
    [words.facts.pods, settings.podCidr],
    [words.facts.services, settings.serviceCidr],
  ];
  const facts: readonly (readonly [string, string])[] = [
    [words.facts.name, content.name],
    ...(isOurs ? machines : [[t.wizard.cluster.existing.cluster, server] as const]),
    [words.facts.domain, settings.domain],
    [words.facts.components, components.length === 0 ? words.none : components.join(', ')],
    [
      words.facts.ingress,
      settings.ingressPool === null ? words.nodeAddresses : `${settings.ingressPool.from} – ${settings.ingressPool.to}`,
    ],
    [words.facts.storage, settings.storageClass],
    [words.facts.certificates, t.authority.modes[settings.certificates.mode].label],
    [words.facts.admin, settings.adminUser],
  ];
  const doubts = Object.entries(verdict.warnings).filter(([path]) => path.startsWith('settings.') || path === 'channel');
  return (
    <>
      <dl className={styles.facts} aria-label={words.summary}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {doubts.map(([path, message]) => (
        <p key={path} className={styles.doubt}>
          <StatusShape status="attention" size={13} /> <span>{message}</span>
        </p>
      ))}
    </>
  );
}
