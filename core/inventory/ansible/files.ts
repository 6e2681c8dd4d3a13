// Which files of a folder Ansible reads as an inventory, and which as variables of a group or host, in its order.
import type { AnsibleFile } from '#contract/inventory/ansible.ts';

export interface VariablesFile {
  readonly kind: 'group_vars' | 'host_vars';
  /** The folder that group_vars lies in; '' for the top. */
  readonly base: string;
  /** The path below group_vars. */
  readonly inside: readonly string[];
  readonly file: AnsibleFile;
}
export interface SortedFiles {
  readonly sources: readonly AnsibleFile[];
  readonly variables: readonly VariablesFile[];
  /** With the reason why it is not read. */
  readonly left: readonly { readonly path: string; readonly reason: string }[];
}

/** What Ansible passes over in a folder. */
const ignored = /^\.|^vars_plugins$|(?:\.pyc|\.pyo|\.swp|\.bak|~|\.rpm|\.md|\.txt|\.rst|\.orig|\.cfg|\.retry)$/;
const variableEndings = ['', '.yml', '.yaml', '.json'];
/** By code units, as nearly as Python's by code points. */
const before = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byParts = (a: readonly string[], b: readonly string[]): number => {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? a.length - b.length : before(a[at] ?? '', b[at] ?? '');
};

export function sortFiles(files: readonly AnsibleFile[]): SortedFiles {
  const top = commonFolder(files);
  const parted = files.map((file) => ({ file, parts: file.path.split('/').slice(top) })).toSorted((a, b) => byParts(a.parts, b.parts));
  const variables: VariablesFile[] = [];
  const others: typeof parted = [];
  for (const each of parted) {
    const at = each.parts.findIndex((part) => part === 'group_vars' || part === 'host_vars');
    if (at < 0 || at === each.parts.length - 1) others.push(each);
    else
      variables.push({
        kind: each.parts[at] === 'host_vars' ? 'host_vars' : 'group_vars',
        base: each.parts.slice(0, at).join('/'),
        inside: each.parts.slice(at + 1),
        file: each.file,
      });
  }
  // A file that is given by itself is read whatever it is called.
  const isAlone = others.length === 1;
  const isIgnored = ({ parts }: (typeof others)[number]): boolean => !isAlone && parts.some((part) => ignored.test(part));
  return {
    sources: others.filter((each) => !isIgnored(each)).map(({ file }) => file),
    variables,
    left: others
      .filter(isIgnored)
      .map(({ file }) => ({ path: file.path, reason: 'Ansible passes over files of this name in a folder; it is not read.' })),
  };
}

/** How many folders all files lie in together, down to the one that holds group_vars. */
function commonFolder(files: readonly AnsibleFile[]): number {
  const folders = files.map(({ path }) => path.split('/').slice(0, -1));
  const [first = []] = folders;
  const at = first.findIndex(
    (part, index) => part === 'group_vars' || part === 'host_vars' || folders.some((folder) => folder[index] !== part),
  );
  return at < 0 ? first.length : at;
}

/**
 * The variable files of one group or host within one folder, weakest first: web (a folder or a file), else web.yml, web.yaml, web.json.
 * In a folder all that end so, or in nothing, in the order of their names.
 */
export function filesFor(name: string, files: readonly VariablesFile[]): readonly AnsibleFile[] {
  if (name.startsWith('/')) return [];
  for (const ending of variableEndings) {
    const called = name + ending;
    const plain = files.find(({ inside }) => inside.length === 1 && inside[0] === called);
    if (plain !== undefined) return [plain.file];
    const within = files.filter(({ inside }) => inside.length > 1 && inside[0] === called);
    if (within.length > 0) return within.filter(({ inside }) => isTaken(inside.slice(1))).map(({ file }) => file);
  }
  return [];
}

function isTaken(inside: readonly string[]): boolean {
  return inside.every((part, index) => {
    const dot = part.lastIndexOf('.');
    const ending = dot > 0 ? part.slice(dot) : '';
    return !/^\.|~$/.test(part) && (index < inside.length - 1 ? ending === '' : variableEndings.includes(ending));
  });
}
