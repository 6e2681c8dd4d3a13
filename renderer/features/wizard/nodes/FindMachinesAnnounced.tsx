import { api } from '#renderer/api.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { t } from '#renderer/texts/current.ts';
import type { SearchState } from '../model/search.ts';
import { useWizard } from '../wizard-context.ts';
import { useSearch } from './find-searches.ts';
import { FindMachinesResult } from './FindMachinesResult.tsx';
import { FindMachinesStart } from './FindMachinesStart.tsx';
import styles from './FindMachines.module.css';

const words = t.wizard.find.announced;

/** Machines that say of themselves that they are there. */
export function FindMachinesAnnounced({ onAdded }: { readonly onAdded: (count: number) => void }) {
  const { platformId } = useWizard();
  const { search, found } = useSearch(platformId, 'announced');
  const start = (): void => {
    onAdded(0);
    void search.run((signal) => api.discovery.announced({}, { signal }));
  };
  return (
    <>
      <p className={styles.intro}>{words.intro}</p>
      <FindMachinesStart {...{ search, found, words }} onStart={start} sentence={sentence(found)} />
      {found.fault !== null && <FaultCard fault={found.fault} onAction={start} />}
      <FindMachinesResult machines={found.machines} search={search} chosen={found.chosen} onAdded={onAdded} />
    </>
  );
}

function sentence({ phase, machines }: SearchState): string {
  const count = machines.length;
  if (phase === 'done') return count === 0 ? words.none : words.done(count);
  if (phase === 'stopped') return words.stopped(count);
  return phase === 'failed' ? words.failed(count) : words[phase];
}
