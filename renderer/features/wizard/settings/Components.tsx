import { useQuery } from '@tanstack/react-query';
import type { Component } from '#contract/system.ts';
import { toFault } from '#renderer/faults.ts';
import { Checkbox } from '#renderer/kit/Choices.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { formatBytes } from '#renderer/kit/format.ts';
import { Meter } from '#renderer/kit/Meter.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { componentsQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { capacityOf, closureOf, fitOf, toggled, wantedBy, type Amounts, type Fit } from '../model/components-fit.ts';
import { useWizard } from '../wizard-context.ts';
import { ClusterFit } from './ClusterFit.tsx';
import styles from './Settings.module.css';

const words = t.wizard.settings;

/** What is installed once the cluster is ready, what comes along with it, and whether it fits. */
export function Components() {
  const { content, draft, verdict } = useWizard();
  const { data: catalogue, error, refetch } = useQuery(componentsQuery);
  const chosen = content.components;
  return (
    <section className={styles.group} aria-label={words.components}>
      <h2>{words.components}</h2>
      <p className={styles.soft}>{words.componentsHint}</p>
      {error !== null && <FaultCard fault={toFault(error)} onAction={() => void refetch()} />}
      {catalogue === undefined && error === null && <Skeleton rows={3} tall />}
      {catalogue !== undefined && (
        <List
          catalogue={catalogue}
          chosen={chosen}
          onToggle={(id, on) => draft.edit((now) => ({ ...now, components: toggled(now.components, id, on) }))}
        />
      )}
      {verdict.errors['components'] !== undefined && <p className={styles.wrong}>{verdict.errors['components']}</p>}
    </section>
  );
}

interface ListProps {
  readonly catalogue: readonly Component[];
  readonly chosen: readonly string[];
  readonly onToggle: (id: string, on: boolean) => void;
}
function List({ catalogue, chosen, onToggle }: ListProps) {
  const { content } = useWizard();
  const closure = closureOf(chosen, catalogue);
  const wanted = wantedBy(closure.ids, catalogue);
  const capacity = capacityOf(content.nodes);
  const fit = fitOf(wanted, capacity);
  if (catalogue.length === 0) return <p className={styles.soft}>{words.catalogueEmpty}</p>;
  return (
    <>
      <ul className={styles.components}>
        {catalogue.map((component) => (
          <Row
            key={component.id}
            component={component}
            isChosen={chosen.includes(component.id)}
            broughtBy={closure.broughtBy[component.id]}
            needs={titles(component.needs, catalogue)}
            onToggle={(on) => onToggle(component.id, on)}
          />
        ))}
      </ul>
      {closure.missing.length > 0 && <p className={styles.wrong}>{words.missing(closure.missing.join(', '))}</p>}
      {closure.ids.length === 0 ? (
        <p className={styles.soft}>{words.none}</p>
      ) : content.distribution === 'existing' ? (
        <ClusterFit wanted={wanted} />
      ) : (
        <Sum wanted={wanted} capacity={capacity} fit={fit} />
      )}
    </>
  );
}
const titles = (ids: readonly string[], catalogue: readonly Component[]) =>
  ids.map((id) => catalogue.find((each) => each.id === id)?.title ?? id);

interface RowProps {
  readonly component: Component;
  readonly isChosen: boolean;
  readonly broughtBy: readonly string[] | undefined;
  readonly needs: readonly string[];
  readonly onToggle: (on: boolean) => void;
}
function Row({ component, isChosen, broughtBy, needs, onToggle }: RowProps) {
  const { resources } = component;
  const brought = !isChosen && broughtBy !== undefined;
  const storage = resources.storageBytes === 0 ? '' : formatBytes(resources.storageBytes);
  return (
    <li className={cx(styles.component, (isChosen || brought) && styles.on)}>
      <Checkbox isSelected={isChosen || brought} isDisabled={brought} onChange={onToggle} hint={component.summary}>
        <span className={styles.title}>{component.title}</span> <span className={styles.version}>{component.version}</span>
        {component.core && <span className={styles.core}>{words.core}</span>}
      </Checkbox>
      <div className={styles.asks}>
        <div>{words.asks(words.cpu(resources.cpuMilli), formatBytes(resources.memoryBytes), storage)}</div>
        {brought && <div>{words.broughtBy(broughtBy.join(', '))}</div>}
        {!brought && needs.length > 0 && <div>{words.needs(needs.join(', '))}</div>}
      </div>
    </li>
  );
}

interface SumProps {
  readonly wanted: Amounts;
  readonly capacity: Amounts | null;
  readonly fit: Fit;
}
function Sum({ wanted, capacity, fit }: SumProps) {
  return (
    <div className={styles.sum}>
      <p className={cx(fit === 'too-much' && styles.wrong)} role="status">
        {words.fit[fit]}
      </p>
      {capacity !== null && (
        <div className={styles.meters}>
          <Meter
            label={words.meters.cpu}
            value={wanted.cpuMilli}
            max={capacity.cpuMilli}
            text={words.of(words.cpu(wanted.cpuMilli), words.cpu(capacity.cpuMilli))}
          />
          <Meter
            label={words.meters.memory}
            value={wanted.memoryBytes}
            max={capacity.memoryBytes}
            text={words.of(formatBytes(wanted.memoryBytes), formatBytes(capacity.memoryBytes))}
          />
          <Meter
            label={words.meters.storage}
            value={wanted.storageBytes}
            max={capacity.storageBytes}
            text={words.of(formatBytes(wanted.storageBytes), formatBytes(capacity.storageBytes))}
          />
        </div>
      )}
    </div>
  );
}
