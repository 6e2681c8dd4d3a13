// What the things of an inventory can be called.
import { secretName } from '#contract/inventory/secrets.ts';
import { variableName } from '#contract/inventory/variables.ts';
import { nodeName } from '#contract/nodes.ts';
import { allGroup, ungrouped } from '#core/inventory/variables/groups.ts';

export type Kind = 'node' | 'group' | 'variable' | 'secret' | 'key';

const schemas = { node: nodeName, variable: variableName, secret: secretName } as const;
/** Those that Ansible warns about make trouble in playbooks, too. */
const groupName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Why nothing of that kind can be called so; null: it can. */
export function unfitName(kind: Kind, name: string): string | null {
  if (kind === 'key') return null;
  if (kind !== 'group') return schemas[kind].safeParse(name).error?.issues[0]?.message ?? null;
  if (name === allGroup || name === ungrouped) return `Ansible keeps the group ${name} to itself; choose another name.`;
  return groupName.test(name) ? null : 'Letters, digits and underscores, not beginning with a digit.';
}
