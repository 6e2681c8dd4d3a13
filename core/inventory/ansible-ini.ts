// An Ansible inventory with headings: [group], [group:vars], [group:children].
import { AnsibleGroups } from './ansible-groups.ts';
import { readVariable } from './ansible-host.ts';
import type { Reading } from './draft.ts';
import { hostWords, readWords } from './line-forms.ts';

interface Section {
  readonly group: string;
  readonly kind: 'hosts' | 'vars' | 'children' | 'unknown';
}
const kinds = new Map<string, Section['kind']>([
  ['', 'hosts'],
  ['hosts', 'hosts'],
  ['vars', 'vars'],
  ['children', 'children'],
]);

/** `[workers]`, `[db]`; what could be a mistyped address in its brackets is none. */
function isHeading(content: string): boolean {
  const inside = /^\[([^\]]*)\]$/.exec(content)?.[1];
  return inside !== undefined && (inside.includes(':') ? /[^0-9a-fA-F:.%]/ : /[^\d.]/).test(inside);
}

function sectionOf(heading: string): Section {
  const [group = '', kind = ''] = heading.slice(1, -1).split(':');
  return { group: group.trim(), kind: kinds.get(kind.trim()) ?? 'unknown' };
}

export interface Line {
  readonly line: number;
  readonly text: string;
  /** Without comment and spaces around it; never empty. */
  readonly content: string;
}

/** Null: no line is a heading. */
export function readAnsibleIni(lines: readonly Line[]): readonly Reading[] | null {
  if (!lines.some(({ content }) => isHeading(content))) return null;
  const groups = new AnsibleGroups();
  const told: Reading[] = [];
  let section: Section = { group: 'ungrouped', kind: 'hosts' };
  for (const each of lines) {
    if (each.content.startsWith(';')) continue;
    if (isHeading(each.content)) section = sectionOf(each.content);
    else told.push(...takeLine(groups, section, each));
  }
  return [...groups.readings(), ...told].toSorted((a, b) => a.line - b.line);
}

/** What cannot be said of a machine of the groups is told by itself. */
function takeLine(groups: AnsibleGroups, { group, kind }: Section, each: Line): readonly Reading[] {
  const { line, text, content } = each;
  const tell = (read: string): readonly Reading[] => [{ line, text, read }];
  if (kind === 'hosts') return takeHosts(groups, group, each);
  if (kind === 'unknown') return tell('Headings end in :vars or :children, or name a group; this line belongs to another one.');
  if (kind === 'vars') {
    const variable = readVariable(content);
    if (variable === null) return tell('This is no variable of a group; write name=value.');
    groups.addVariable(group, ...variable);
    return [];
  }
  if (/\s/.test(content)) return tell('Below a heading with :children each line is the name of one group.');
  groups.addChild(group, content);
  return [];
}

function takeHosts(groups: AnsibleGroups, group: string, { line, text, content }: Line): readonly Reading[] {
  const [name = '', ...rest] = hostWords(content);
  const variables = rest.map(readVariable);
  if (name !== '' && content.startsWith(name) && !/[,;]/.test(name) && variables.every((one) => one !== null)) {
    groups.addHost(group, { name, line, text, variables: new Map(variables) });
    return [];
  }
  return readWords(content).flatMap((read): readonly Reading[] => {
    if (typeof read === 'string') return [{ line, text, read }];
    groups.addDraft(group, { line, text, draft: read });
    return [];
  });
}
