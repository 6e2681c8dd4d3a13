import { useQuery } from '@tanstack/react-query';
import type { KnownMachines } from '#contract/discovery.ts';
import { toFault } from '#renderer/faults.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { knownMachinesQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { useWizard } from '../wizard-context.ts';
import { useSearch } from './find-searches.ts';
import { FindMachinesResult } from './FindMachinesResult.tsx';
import styles from './FindMachines.module.css';

const words = t.wizard.find.known;

/** Machines that the computer Hearth runs on has met before. */
export function FindMachinesKnown({ onAdded }: { readonly onAdded: (count: number) => void }) {
  const { platformId } = useWizard();
  const { search, found } = useSearch(platformId, 'known');
  const { data, error, refetch } = useQuery(knownMachinesQuery);
  return (
    <>
      <p className={styles.intro}>{words.intro}</p>
      <p role="status" className={styles.quiet}>
        {sentence(data, error)}
      </p>
      {error !== null && <FaultCard fault={toFault(error)} onAction={() => void refetch()} />}
      <FindMachinesResult machines={data?.machines ?? []} search={search} chosen={found.chosen} onAdded={onAdded} />
    </>
  );
}

function sentence(data: KnownMachines | undefined, error: unknown): string {
  if (data === undefined) return error === null ? words.loading : '';
  const { machines, hashed, leftOut } = data;
  const rest = [hashed > 0 ? words.hashed(hashed) : '', leftOut > 0 ? words.leftOut(leftOut) : ''];
  return [machines.length === 0 ? words.none : words.done(machines.length), ...rest].filter((part) => part !== '').join(' ');
}
