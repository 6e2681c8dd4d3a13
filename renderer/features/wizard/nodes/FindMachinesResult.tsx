import { Plus } from 'lucide-react';
import type { FoundMachine } from '#contract/discovery.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { complaint } from '#renderer/kit/complaint.ts';
import { nodeRules } from '../model/fields.ts';
import { addFound, chosenRows, rowsOfFound } from '../model/found.ts';
import type { Search, SearchState } from '../model/search.ts';
import { useNote, useWizard } from '../wizard-context.ts';
import { FindMachinesTable } from './FindMachinesTable.tsx';
import styles from './FindMachines.module.css';

const words = t.wizard.find;

export interface FindMachinesResultProps {
  readonly machines: readonly FoundMachine[];
  readonly search: Search;
  readonly chosen: SearchState['chosen'];
  readonly onAdded: (count: number) => void;
}

/** The table, the user to log in as, and the one button that adds what is ticked. */
export function FindMachinesResult({ machines, search, chosen, onAdded }: FindMachinesResultProps) {
  const { content, draft } = useWizard();
  const [user, setUser] = useNote('new.findUser', content.nodes.at(-1)?.user ?? 'ubuntu');
  const problem = complaint(nodeRules.user, user.trim());
  if (machines.length === 0) return null;
  const rows = rowsOfFound(machines, content.nodes);
  const adding = chosenRows(rows, chosen);
  const add = (): void => {
    draft.edit((now) => addFound(now, adding, user.trim()));
    search.choose(
      adding.map((row) => row.key),
      false,
    );
    onAdded(adding.length);
  };
  return (
    <>
      <FindMachinesTable rows={rows} chosen={chosen} onChoose={(keys, on) => search.choose(keys, on)} />
      <div className={styles.foot}>
        <div className={styles.user}>
          <TextField label={words.user} mono autoComplete="off" value={user} onChange={setUser} error={problem ?? undefined} />
        </div>
        <p className={styles.quiet}>{adding.length === 0 && words.nothingChosen}</p>
        <Button look="primary" icon={<Plus size={14} />} isDisabled={adding.length === 0 || problem !== null} onPress={add}>
          {words.add(adding.length)}
        </Button>
      </div>
    </>
  );
}
