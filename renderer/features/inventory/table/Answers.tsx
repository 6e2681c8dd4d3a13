import { roles } from '../model/roles.ts';
import type { GridColumn } from './grid-columns.ts';

const credentials = ['hearth-key', 'agent', '{key-file: /path}'];

/** What is offered while a cell is edited, once for all rows. */
export function Answers({ groups, columns }: { readonly groups: readonly string[]; readonly columns: readonly GridColumn[] }) {
  const chosen = columns.flatMap(({ variable }) =>
    variable?.choices === undefined ? [] : [{ name: variable.name, choices: variable.choices }],
  );
  return (
    <>
      <List id="inventory-role" options={roles} />
      <List id="inventory-credential" options={credentials} />
      <List id="inventory-groups" options={groups} />
      <List id="inventory-boolean" options={['true', 'false']} />
      {chosen.map(({ name, choices }) => (
        <List key={name} id={`inventory-choices-${name}`} options={choices} />
      ))}
    </>
  );
}

function List({ id, options }: { readonly id: string; readonly options: readonly string[] }) {
  return (
    <datalist id={id}>
      {options.map((option) => (
        <option key={option} value={option} />
      ))}
    </datalist>
  );
}
