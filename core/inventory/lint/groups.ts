// What is wrong with groups: names, what they hold, and whether anybody is in them.
import type { DocumentData, DocumentGroup, DocumentPath } from '#contract/inventory/document.ts';
import { likelyName } from '#core/catalog/likely-name.ts';
import { allGroup, groupGraph, ownGroups, roleGroupOf, ungrouped, type GroupGraph } from '#core/inventory/variables/groups.ts';
import { finding, removing, setting, type Finding } from './finding.ts';
import { groupKeys, unknownKeys } from './keys.ts';

/** Of one group, whatever the others say. */
export function groupFields(group: DocumentGroup): Finding[] {
  const present = [...(group.groups.length > 0 ? ['groups'] : []), ...(Object.keys(group.variables).length > 0 ? ['variables'] : [])];
  return unknownKeys(group.fields, { keys: groupKeys, path: ['groups', group.name], present });
}

export function groupFindings(data: DocumentData): Finding[] {
  const graph = groupGraph(data);
  const names = new Set([...data.groups.map(({ name }) => name), ...ownGroups]);
  const users = [
    ...data.groups.map(({ name, groups }) => ({ path: ['groups', name, 'groups'], groups })),
    ...data.nodes.map(({ name, groups }) => ({ path: ['nodes', name, 'groups'], groups })),
  ];
  const likelyFor = likelyIn(names);
  return [
    ...nameFindings(data),
    ...users.flatMap((user) => memberFindings(user, likelyFor, names)),
    ...circleFindings(data, graph),
    ...emptyFindings(data, graph),
  ];
}

function nameFindings({ groups }: DocumentData): Finding[] {
  const lower = new Map<string, string>();
  return groups.flatMap(({ name }) => {
    const path = ['groups', name];
    const first = lower.get(name.toLowerCase());
    if (first === undefined) lower.set(name.toLowerCase(), name);
    const words = nameWords(name, first);
    return words === null
      ? []
      : [finding(words.rule, path, { severity: 'warning', part: 'key', message: words.message, remedy: words.remedy })];
  });
}

function nameWords(name: string, first: string | undefined): { rule: string; message: string; remedy: string } | null {
  if (name === allGroup)
    return {
      rule: 'reserved-group',
      message: 'Every machine is in the group all by itself.',
      remedy: 'Write its variables at the top, under variables.',
    };
  if (name === ungrouped)
    return {
      rule: 'reserved-group',
      message: 'Ansible fills the group ungrouped by itself, and here every machine has a group by its role.',
      remedy: 'Give the group another name.',
    };
  if (first !== undefined)
    return {
      rule: 'name-by-case',
      message: `${name} and ${first} differ in capital letters only.`,
      remedy: 'Give one of them another name.',
    };
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) return null;
  return {
    rule: 'group-name',
    message: 'Ansible warns about groups whose names hold more than letters, digits and underscores, or begin with a digit.',
    remedy: 'Give it another name, such as one with underscores.',
  };
}

interface User {
  readonly path: DocumentPath;
  readonly groups: readonly string[];
}
type LikelyGroup = (group: string, others: ReadonlySet<string>) => string;

/** So many unknown groups are each looked for among all others; more of them are no slips. */
const suggestedAtMost = 20;

function likelyIn(names: ReadonlySet<string>): LikelyGroup {
  const asked = new Set<string>();
  return (group, others) => {
    if (!asked.has(group) && asked.size >= suggestedAtMost) return '';
    asked.add(group);
    return likelyName(
      group,
      [...names].filter((name) => !others.has(name)),
    );
  };
}

function memberFindings({ path, groups }: User, likelyFor: LikelyGroup, names: ReadonlySet<string>): Finding[] {
  const all = new Set(groups);
  const seen = new Set<string>();
  return groups.flatMap((group, index) => {
    const at = [...path, index];
    const isTwice = seen.has(group);
    seen.add(group);
    if (isTwice)
      return [
        finding('group-twice', at, {
          severity: 'hint',
          message: `${group} stands here twice.`,
          remedy: 'Remove one of them.',
          fix: removing(at),
          mark: group,
        }),
      ];
    if (group === allGroup || group === ungrouped)
      return [
        finding('reserved-group', at, {
          severity: 'warning',
          message: `Ansible fills the group ${group} by itself.`,
          remedy: 'Remove it here.',
          fix: removing(at),
          mark: group,
        }),
      ];
    return names.has(group) ? [] : [unknownGroup(group, at, likelyFor(group, all))];
  });
}

function unknownGroup(group: string, at: DocumentPath, likely: string): Finding {
  const fix =
    likely === ''
      ? { title: `Add the group ${group}`, changes: [{ kind: 'set' as const, path: ['groups', group], value: {} }] }
      : setting(at, likely);
  return finding('group-unknown', at, {
    severity: 'warning',
    message: `There is no group ${group}.${likely === '' ? '' : ` Did you mean ${likely}?`}`,
    remedy: 'Add it under groups, or name another one.',
    fix,
    mark: group,
  });
}

function circleFindings({ groups }: DocumentData, { circular }: GroupGraph): Finding[] {
  if (circular.size === 0) return [];
  return groups.flatMap(({ name, groups: inner }) =>
    inner.flatMap((child, index) => {
      if (!circular.has(name) || !circular.has(child)) return [];
      const message = child === name ? `${name} holds itself.` : `${name} and ${child} hold each other, directly or by way of others.`;
      return [
        finding('group-circle', ['groups', name, 'groups', index], {
          message,
          remedy: 'Take one of them out of the other; Ansible refuses such an inventory.',
          mark: child,
        }),
      ];
    }),
  );
}

function emptyFindings({ groups, nodes }: DocumentData, graph: GroupGraph): Finding[] {
  const filled = new Set<string>(ownGroups);
  for (const node of nodes) {
    for (const group of node.groups) filled.add(group);
    filled.add(roleGroupOf(node) ?? ungrouped);
  }
  // A set can grow while it is walked.
  for (const name of filled) for (const parent of graph.parentsOf(name)) filled.add(parent);
  return groups
    .filter(({ name }) => !filled.has(name) && name !== allGroup)
    .map(({ name }) =>
      finding('group-empty', ['groups', name], {
        severity: 'hint',
        part: 'key',
        message: `No machine is in ${name}.`,
        remedy: 'Add it to the groups of a machine, or remove it.',
      }),
    );
}
