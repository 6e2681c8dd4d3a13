// A pasted list of machines in the forms people keep such lists in. Every line ends up as an entry or as a problem.
import { hostAddress, isOneMachine, nodeName, userName, type ParsedList } from '#contract/nodes.ts';
import type { ReadYaml } from '#core/ports/yaml.ts';
import { readAnsibleIni, type Line } from './ansible-ini.ts';
import { isIp } from './address-form.ts';
import type { Draft, Reading } from './draft.ts';
import { readWords } from './line-forms.ts';
import { readWhole } from './whole-forms.ts';

type Entry = ParsedList['entries'][number];
type Problem = ParsedList['problems'][number];
// A refusal of a schema costs far more than a look at the letters, and a long list may consist of nothing else.
const isAddress = (text: string) => /^[a-zA-Z0-9.:%-]+$/.test(text) && hostAddress.safeParse(text).success;
const isName = (text: string) => /^[a-z0-9-]+$/.test(text) && nodeName.safeParse(text).success;

/**
 * One machine a line, or several separated by commas or semicolons: `10.0.0.5`, `ubuntu@10.0.0.5:2222`, `10.0.0.5 node1`, `node1 10.0.0.5`,
 * `node1 ansible_host=10.0.0.5 ansible_user=ubuntu`, `ssh -p 2222 ubuntu@10.0.0.5`, lines of known_hosts and /etc/hosts, `[2001:db8::5]:22`;
 * or a whole SSH configuration, an Ansible inventory, or a table whose first line names its columns.
 * `#` begins a comment. Never throws.
 */
export function parseList(text: string, readYaml: ReadYaml): ParsedList {
  const lines = text.split(/\r\n|\r|\n/);
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  /** A line with many machines may break one rule many times. */
  const told = new Set<string>();
  for (const { line, text: said, read } of readWhole(text, lines, readYaml) ?? readLines(lines)) {
    const checked = typeof read === 'string' ? read : entryOf(read, line);
    const complaint = typeof checked === 'string' ? checked : addOnce(checked, entries, seen);
    const key = `${line} ${complaint}`;
    if (complaint === null || told.has(key)) continue;
    told.add(key);
    problems.push({ line, text: clip(said.trim()), message: complaint });
  }
  return { entries, problems };
}

function readLines(raw: readonly string[]): readonly Reading[] {
  const lines = raw.flatMap((text, index): readonly Line[] => {
    const content = withoutMarks(text);
    return content === '' || content === '---' ? [] : [{ line: index + 1, text, content }];
  });
  return readAnsibleIni(lines) ?? lines.flatMap(({ line, text, content }) => readWords(content).map((read) => ({ line, text, read })));
}

/** Without comment, the dash or star of a list, and spaces around it. */
const withoutMarks = (text: string): string =>
  text
    .replace(/(^|\s)#.*$/, '')
    .trim()
    .replace(/^[-*•]\s+/, '');
const clip = (text: string) => (text.length > 200 ? `${text.slice(0, 199)}…` : text);

function entryOf(draft: Draft, line: number): Entry | string {
  if (!isAddress(draft.address)) return `"${clip(draft.address)}" is neither an IP address nor a host name.`;
  if (!isOneMachine(draft.address)) return `"${draft.address}" belongs to no single machine.`;
  const port = portOf(draft.port);
  if (typeof port === 'string') return port;
  if (draft.user !== null && !userName.safeParse(draft.user).success) return `"${clip(draft.user)}" is not a Linux user name.`;
  const name = draft.name?.toLowerCase() ?? null;
  if (name !== null && !isName(name))
    return `"${clip(draft.name ?? '')}" cannot be a node name: lower-case letters, digits and hyphens, at most 63.`;
  return { line, address: draft.address, port, user: draft.user, name };
}

function portOf(text: string | null): number | string {
  if (text === null) return 22;
  if (text === '') return 'There is no port behind the colon.';
  if (isIp(text)) return `"${text}" is an address where a port belongs; write it first, such as ${text} node1.`;
  if (text.startsWith('//')) return 'This is the address of something else than SSH; write the host alone.';
  if (!/^\d{1,5}$/.test(text)) return `"${clip(text)}" is not a port number.`;
  const port = Number(text);
  return port >= 1 && port <= 65535 ? port : `Port ${port} does not exist; a port is 1 to 65535.`;
}

/** A sentence when the machine is there already. */
function addOnce(entry: Entry, entries: Entry[], seen: Map<string, number>): string | null {
  const keys = [`address ${entry.address.toLowerCase()} on port ${entry.port}`, ...(entry.name === null ? [] : [`name ${entry.name}`])];
  for (const key of keys) {
    const before = seen.get(key);
    if (before !== undefined) return `The ${key} is ${before === entry.line ? 'twice in this line' : `already in line ${before}`}.`;
  }
  for (const key of keys) seen.set(key, entry.line);
  entries.push(entry);
  return null;
}
