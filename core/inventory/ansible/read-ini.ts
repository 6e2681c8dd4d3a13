// Ansible's INI form: [group], [group:vars], [group:children], and hosts with variables behind them.
import { pythonLiteral } from './python-literal.ts';
import type { Reading } from './reading.ts';
import { shellWords } from './shell-words.ts';

const section = /^\[([^:\]\s]+)(?::([\p{L}\p{N}_]+))?\]\s*(?:#.*)?$/u;
/** As Python splits lines. */
// oxlint-disable-next-line eslint/no-control-regex -- These separators are control characters.
const lineEnds = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;
const longest = 200_000;

type Kind = 'hosts' | 'vars' | 'children';
interface Section {
  readonly group: string;
  /** Null: what stands below is left out. */
  readonly kind: Kind | null;
}
interface Line {
  readonly number: number;
  readonly text: string;
}
/** Named before they are declared, with the line that did so first. */
interface Pending {
  readonly sections: Map<string, number>;
  readonly children: Map<string, { readonly line: number; readonly parents: string[] }>;
  readonly declared: Set<string>;
}

const isKind = (text: string): text is Kind => text === 'hosts' || text === 'vars' || text === 'children';

export function readIni(text: string, reading: Reading): void {
  const pending: Pending = {
    sections: new Map(),
    children: new Map(),
    declared: new Set(['all', 'ungrouped', ...reading.inventory.groups.keys()]),
  };
  let current: Section = { group: 'ungrouped', kind: 'hosts' };
  text.split(lineEnds).forEach((raw, index) => {
    const line = { number: index + 1, text: raw.trim() };
    if (line.text === '' || /^[;#]/.test(line.text)) return;
    if (line.text.length > longest) return reading.tell(line.number, `A line has at most ${longest} characters; this one is left out.`);
    const heading = section.exec(line.text);
    if (heading !== null) current = beginSection(heading, { line, reading, pending });
    else if (/^\[.*\]$/.test(line.text)) {
      reading.tell(line.number, 'This is no heading that Ansible takes, such as [web] or [web:vars]; what stands below it is left out.');
      current = { group: current.group, kind: null };
    } else takeLine(current, { line, reading, pending });
  });
  finish(reading, pending);
}

interface Work {
  readonly line: Line;
  readonly reading: Reading;
  readonly pending: Pending;
}

function beginSection([, group = '', word = 'hosts']: RegExpExecArray, { line, reading, pending }: Work): Section {
  if (!isKind(word)) {
    reading.tell(line.number, `A heading ends in :vars, :children or nothing; what stands below [${group}:${word}] is left out.`);
    return { group, kind: null };
  }
  if (!reading.addGroup(line.number, group)) return { group, kind: null };
  if (word === 'vars') {
    if (!pending.declared.has(group) && !pending.sections.has(group)) pending.sections.set(group, line.number);
    return { group, kind: word };
  }
  pending.declared.add(group);
  return { group, kind: word };
}

function takeLine({ group, kind }: Section, work: Work): void {
  if (kind === 'hosts') takeHost(group, work);
  else if (kind === 'vars') takeVariable(group, work);
  else if (kind === 'children') takeChild(group, work);
}

function takeHost(group: string, { line, reading }: Work): void {
  const words = shellWords(line.text);
  if (typeof words === 'string') return reading.tell(line.number, `${words} This line is left out.`);
  const [pattern = '', ...assignments] = words;
  if (pattern.trim() === '---') return reading.tell(line.number, '--- begins YAML, but this file is not well-formed as such.');
  const hosts = reading.addHosts(line.number, pattern, group);
  for (const assignment of assignments) {
    const sign = assignment.indexOf('=');
    if (sign < 0) {
      reading.tell(line.number, `Behind a host stand variables as name=value; ${assignment} is left out.`);
      continue;
    }
    const [name, value] = [assignment.slice(0, sign), pythonLiteral(assignment.slice(sign + 1))];
    for (const owner of hosts) reading.setVariable(line.number, { owner, name, value });
  }
}

function takeVariable(group: string, { line, reading }: Work): void {
  const sign = line.text.indexOf('=');
  if (sign < 0) return reading.tell(line.number, 'Below :vars each line is name=value; this one is left out.');
  const [name, value] = [line.text.slice(0, sign).trim(), pythonLiteral(line.text.slice(sign + 1).trim())];
  reading.setVariable(line.number, { owner: group, name, value });
}

function takeChild(parent: string, { line, reading, pending }: Work): void {
  const child = /^([^:\]\s]+)\s*(?:#.*)?$/u.exec(line.text)?.[1];
  if (child === undefined) return reading.tell(line.number, 'Below :children each line is the name of one group; this one is left out.');
  if (reading.inventory.groups.has(child)) return reading.addChild(line.number, parent, child);
  const waiting = pending.children.get(child) ?? { line: line.number, parents: [] };
  waiting.parents.push(parent);
  pending.children.set(child, waiting);
}

/** A group may be named as a child before its own heading. */
function finish(reading: Reading, { sections, children, declared }: Pending): void {
  for (const [child, { line, parents }] of children) {
    if (!declared.has(child))
      reading.tell(line, `The group ${child} is declared nowhere, which Ansible refuses; it is taken as an empty one.`);
    if (reading.addGroup(line, child)) for (const parent of parents) reading.addChild(line, parent, child);
  }
  for (const [group, line] of sections) {
    if (!declared.has(group) && !children.has(group))
      reading.tell(line, `The group ${group} has variables but is declared nowhere, which Ansible refuses; it is taken as an empty one.`);
  }
}
