import { Checkbox } from '#renderer/kit/Choices.tsx';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { canAdd, type FoundRow, type FoundState } from '../model/found.ts';
import { placeOf } from '../model/node-list.ts';
import tables from '#renderer/kit/PlainTable.module.css';
import styles from './FindMachines.module.css';

const words = t.wizard.find;

export interface FindMachinesTableProps {
  readonly rows: readonly FoundRow[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (keys: readonly string[], on: boolean) => void;
}

/** What was found; those that cannot be added stay, with the reason. */
export function FindMachinesTable({ rows, chosen, onChoose }: FindMachinesTableProps) {
  const free = rows.filter(canAdd).map((row) => row.key);
  const ticked = free.filter((key) => chosen.has(key)).length;
  const { columns } = words;
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label={words.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.tick}>
              <Checkbox
                label={words.chooseAll}
                isSelected={ticked > 0 && ticked === free.length}
                isIndeterminate={ticked > 0 && ticked < free.length}
                isDisabled={free.length === 0}
                onChange={(on) => onChoose(free, on)}
              />
            </th>
            <th scope="col">{columns.address}</th>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.banner}</th>
            <th scope="col">{columns.key}</th>
            <th scope="col">{columns.state}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.key} row={row} isChosen={chosen.has(row.key)} onChoose={(on) => onChoose([row.key], on)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly row: FoundRow;
  readonly isChosen: boolean;
  readonly onChoose: (on: boolean) => void;
}

function Row({ row, isChosen, onChoose }: RowProps) {
  const { machine, name, state } = row;
  const free = canAdd(row);
  return (
    <tr className={free ? undefined : tables.faint}>
      <td className={styles.tick}>
        <Checkbox label={words.choose(name, placeOf(machine))} isSelected={free && isChosen} isDisabled={!free} onChange={onChoose} />
      </td>
      <th scope="row">
        <code>{placeOf(machine)}</code>
      </th>
      <td>
        {free && name}
        <Origin {...{ machine, name, free }} />
      </td>
      <td className={styles.banner}>
        {machine.banner === '' ? <Missing speaks={machine.speaks} /> : <code>{visible(machine.banner)}</code>}
      </td>
      <td className={styles.print}>
        {machine.hostKey === null ? (
          <span className={tables.faint}>{words.noKey}</span>
        ) : (
          <>
            <code>{machine.hostKey.fingerprint}</code> <span className={tables.faint}>{machine.hostKey.algorithm}</span>
          </>
        )}
      </td>
      <td className={styles.state}>
        {stateWords(state)}
        {machine.isThisComputer && `; ${words.thisComputer}`}
        {machine.jump !== null && ` ${words.via(machine.jump.address)}`}
      </td>
    </tr>
  );
}

/** How the machine was called where it was found, if that is another name than it would have here. */
function Origin({ machine, name, free }: { readonly machine: FoundRow['machine']; readonly name: string; readonly free: boolean }) {
  if (machine.name === null || (free && machine.name === name)) return null;
  return <span className={styles.origin}>{visible(machine.name)}</span>;
}

function Missing({ speaks }: Pick<FoundRow['machine'], 'speaks'>) {
  return <span className={tables.faint}>{speaks === 'unasked' ? words.notAsked : words.noBanner}</span>;
}

function stateWords(state: FoundState): string {
  if (state.kind === 'listed') return words.states.listed(state.as);
  return state.kind === 'twin' ? words.states.twin(state.of) : words.states[state.kind];
}
