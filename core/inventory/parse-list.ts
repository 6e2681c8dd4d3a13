// A pasted list of machines in the forms people keep such lists in. Every line ends up as an entry or as a problem.
import { hostAddress, nodeName, userName, type ParsedList } from '#contract/nodes.ts';
import type { Draft } from './draft.ts';
import { readWords } from './line-forms.ts';
import { readWhole, type Reading } from './whole-forms.ts';

type Entry = ParsedList['entries'][number];
type Problem = ParsedList['problems'][number];
const isAddress = (text: string) => hostAddress.safeParse(text).success;
const isName = (text: string) => nodeName.safeParse(text).success;

/**
 * One machine a line, or several separated by commas or semicolons: `10.0.0.5`, `ubuntu@10.0.0.5:2222`, `10.0.0.5 node1`, `node1 10.0.0.5`,
 * `node1 ansible_host=10.0.0.5 ansible_user=ubuntu`, lines of known_hosts, `[2001:db8::5]:22`; or a whole SSH configuration, or a table whose first line names its columns.
 * `#` begins a comment. Never throws.
 */
export function parseList(text: string): ParsedList {
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  for (const { line, text: said, read } of readWhole(text) ?? readLines(text)) {
    const checked = typeof read === 'string' ? read : entryOf(read, line);
    if (typeof checked === 'string') problems.push({ line, text: clip(said.trim()), message: checked });
    else addOnce(checked, { entries, problems, seen, text: clip(said.trim()) });
  }
  return { entries, problems };
}

function readLines(text: string): readonly Reading[] {
  return text.split(/\r\n|\r|\n/).flatMap((raw, index) => {
    const content = raw.replace(/(^|\s)#.*$/, '').trim();
    return isIgnored(content) ? [] : readWords(content).map((read) => ({ line: index + 1, text: raw, read }));
  });
}

/** Blank lines, headings of an Ansible inventory, document marks of YAML. */
const isIgnored = (content: string) => content === '' || content === '---' || isHeading(content);
/** `[workers]`; what could be an IPv6 address in its brackets is none. Two looks, since one pattern for both takes quadratic time. */
const isHeading = (content: string) => /^\[[^\]]*\]$/.test(content) && /[^0-9a-fA-F:.%[\]]/.test(content);
const clip = (text: string) => (text.length > 200 ? `${text.slice(0, 199)}…` : text);

function entryOf(draft: Draft, line: number): Entry | string {
  if (!isAddress(draft.address)) return `"${clip(draft.address)}" is neither an IP address nor a host name.`;
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
  if (!/^\d{1,5}$/.test(text)) return `"${clip(text)}" is not a port number.`;
  const port = Number(text);
  return port >= 1 && port <= 65535 ? port : `Port ${port} does not exist; a port is 1 to 65535.`;
}

interface Gathered {
  readonly entries: Entry[];
  readonly problems: Problem[];
  readonly seen: Map<string, number>;
  readonly text: string;
}

function addOnce(entry: Entry, { entries, problems, seen, text }: Gathered): void {
  const keys = [`address ${entry.address.toLowerCase()} on port ${entry.port}`, ...(entry.name === null ? [] : [`name ${entry.name}`])];
  for (const key of keys) {
    const before = seen.get(key);
    if (before === undefined) continue;
    const where = before === entry.line ? 'twice in this line' : `already in line ${before}`;
    problems.push({ line: entry.line, text, message: `The ${key} is ${where}.` });
    return;
  }
  for (const key of keys) seen.set(key, entry.line);
  entries.push(entry);
}
