import { useQuery } from '@tanstack/react-query';
import type { KeyboardEvent } from 'react';
import type { AttachedNetwork } from '#contract/discovery.ts';
import { api } from '#renderer/api.ts';
import { Checkbox } from '#renderer/kit/Choices.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { formatLeft } from '#renderer/kit/format.ts';
import { Meter } from '#renderer/kit/Meter.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { networksQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { hasRange, toggledRange } from '../model/found.ts';
import type { SearchState } from '../model/search.ts';
import { useWizard } from '../wizard-context.ts';
import { useSearch } from './find-searches.ts';
import { FindMachinesResult } from './FindMachinesResult.tsx';
import { FindMachinesStart } from './FindMachinesStart.tsx';
import { useScanForm } from './use-scan-form.ts';
import styles from './FindMachines.module.css';

const words = t.wizard.find.range;

/** Every address of some ranges, tried once. */
export function FindMachinesRange({ onAdded }: { readonly onAdded: (count: number) => void }) {
  const { platformId } = useWizard();
  const { data: networks } = useQuery(networksQuery);
  const { search, found } = useSearch(platformId, 'range');
  const form = useScanForm(networks);
  const start = (): void => {
    const request = form.request();
    if (request === null) return;
    onAdded(0);
    void search.run((signal) => api.discovery.scan(request, { signal }));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || found.phase === 'running') return;
    event.preventDefault();
    start();
  };
  return (
    <>
      <Networks networks={networks} text={form.ranges.value} onChange={form.ranges.onChange} />
      <div className={styles.form}>
        <TextField
          label={words.label}
          hint={form.addresses > 0 ? words.counted(form.addresses) : words.hint}
          placeholder={words.placeholder}
          lines={2}
          mono
          onKeyDown={onKeyDown}
          {...form.ranges}
        />
        <TextField label={words.ports} hint={words.portsHint} mono autoComplete="off" {...form.ports} />
      </div>
      {form.foreign !== '' && (
        <Checkbox isSelected={form.isMine} onChange={form.confirm} hint={words.mineHint(form.foreign)}>
          {words.mine}
        </Checkbox>
      )}
      <FindMachinesStart {...{ search, found, words }} onStart={start} sentence={sentence(found)} progress={<Progress found={found} />} />
      {found.fault !== null && <FaultCard fault={found.fault} onAction={start} />}
      <Trouble found={found} />
      <FindMachinesResult machines={found.machines} search={search} chosen={found.chosen} onAdded={onAdded} />
    </>
  );
}

interface NetworksProps {
  readonly networks: readonly AttachedNetwork[] | undefined;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** The networks of this computer, each put into the ranges or taken out by a click. */
function Networks({ networks, text, onChange }: NetworksProps) {
  if (networks === undefined) return null;
  if (networks.length === 0) return <p className={styles.quiet}>{words.noNetworks}</p>;
  return (
    <fieldset className={styles.networks}>
      <legend>{words.networks}</legend>
      {networks.map(({ interface: name, address, network, range }) => (
        <Checkbox
          key={`${name} ${range}`}
          isSelected={hasRange(text, range)}
          onChange={() => onChange(toggledRange(text, range))}
          hint={`${words.networkHint(name, address)}${network === range ? '' : `, ${words.tooLarge(network)}`}`}
        >
          <code>{range}</code>
        </Checkbox>
      ))}
    </fieldset>
  );
}

function Progress({ found }: { readonly found: SearchState }) {
  const left = found.leftMs === null ? '' : formatLeft(found.leftMs);
  return (
    <div className={styles.progress}>
      <Meter
        calm
        label={words.progress}
        value={found.tried}
        max={Math.max(1, found.total)}
        text={words.tried(found.tried, found.total, left)}
      />
    </div>
  );
}

function sentence({ phase, machines, tried, total }: SearchState): string {
  const count = machines.length;
  if (phase === 'done') return count === 0 ? words.none(total) : words.done(count, total);
  if (phase === 'stopped') return words.stopped(tried, total, count);
  return phase === 'failed' ? words.failed(count) : words[phase];
}

/** What was there and could not be used: the most frequent reason why a machine does not appear. */
function Trouble({ found }: { readonly found: SearchState }) {
  const { refused, unroutable } = found;
  return (
    <>
      {unroutable > 0 && (
        <p role="alert" className={styles.warning}>
          {words.unroutable(unroutable)}
        </p>
      )}
      {refused.length > 0 && (
        <details className={styles.refused}>
          <summary>{words.refused(refused.length)}</summary>
          <code>{refused.join(', ')}</code>
        </details>
      )}
    </>
  );
}
