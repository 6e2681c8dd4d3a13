// What is known about variables, found by any of their names.
import type { Variable } from '#contract/inventory/variables.ts';
import { slipFinder } from './slips.ts';

export interface Dictionary {
  readonly all: readonly Variable[];
  /** By its name, or by another name of it. */
  find(name: string): Variable | undefined;
  /** The known name that was probably meant; "": none. */
  likely(name: string): string;
}

/** Moves groups within one depth; Ansible keeps it to itself, so that no machine has it. */
export const groupPriority = 'ansible_group_priority';

/** People have variables of their own; shorter names than this are too easily near to another one. */
const shortest = 5;

export function dictionaryOf(all: readonly Variable[]): Dictionary {
  const byName = new Map(all.flatMap((one) => [one.name, ...one.aliases].map((name) => [name, one] as const)));
  const near = slipFinder(all.map(({ name }) => name));
  return { all, find: (name) => byName.get(name), likely: (name) => (name.length < shortest || byName.has(name) ? '' : near(name)) };
}
