// The real Ansible, for tests that compare with it.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const programs = process.env['HEARTH_ANSIBLE'] ?? join(import.meta.dirname, '..', '..', '.cache', 'ansible', 'bin');
const script = join(import.meta.dirname, 'ansible-inventory.py');

/** Why there is none; null when it is there. */
export const noAnsibleReason = (): string | null =>
  existsSync(join(programs, 'ansible-inventory'))
    ? null
    : 'Ansible is not installed; npm test brings it from PyPI where that can be reached';

const group = z.object({ hosts: z.array(z.string()), direct: z.array(z.string()), children: z.array(z.string()), priority: z.number() });
const typedInventory = z.object({
  groups: z.record(z.string(), group),
  /** The variables of each host, with types that JSON lacks. */
  hosts: z.record(z.string(), z.record(z.string(), z.json())),
});
export type TypedInventory = z.infer<typeof typedInventory>;
const refused = z.object({ error: z.string() });
export type AnsibleAnswer = TypedInventory | z.infer<typeof refused>;

/** Nothing of the person's own; a file that cannot be read is an error. */
function environment(home: string): Record<string, string> {
  return {
    PATH: `${programs}:${process.env['PATH'] ?? ''}`,
    HOME: home,
    ANSIBLE_HOME: home,
    ANSIBLE_CONFIG: join(home, 'ansible.cfg'),
    ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED: 'True',
    ANSIBLE_DEPRECATION_WARNINGS: 'False',
    // Without those that look for programs and lists of hosts, which would only cost time.
    ANSIBLE_INVENTORY_ENABLED: 'auto,yaml,ini',
    ANSIBLE_NOCOLOR: '1',
    LC_ALL: 'C.UTF-8',
  };
}

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
export async function runAnsible(
  program: string,
  args: readonly string[],
  options: { readonly input?: string; readonly env?: Record<string, string> } = {},
): Promise<Said> {
  const home = mkdtempSync(join(tmpdir(), 'hearth-ansible-'));
  writeFileSync(join(home, 'ansible.cfg'), '');
  const { promise, resolve, reject } = Promise.withResolvers<Said>();
  const child = spawn(join(programs, program), [...args], {
    env: { ...environment(home), ...options.env },
    cwd: home,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.on('error', reject);
  child.on('close', (code) => resolve({ code: code ?? -1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }));
  child.stdin.end(options.input ?? '');
  return promise.finally(() => rmSync(home, { recursive: true, force: true }));
}

async function ask(mode: 'list' | 'typed', paths: readonly string[]): Promise<unknown[]> {
  const { code, stdout, stderr } = await runAnsible('python', [script, mode], {
    input: paths.map((path) => `${JSON.stringify(path)}\n`).join(''),
  });
  const lines = stdout.split('\n').filter(Boolean);
  if (code !== 0 || lines.length !== paths.length)
    throw new Error(`Ansible ended with ${code} after ${lines.length} of ${paths.length}: ${stderr.slice(-2000)}`);
  return lines.map(parsePython);
}

/** Python's JSON has three numbers that JSON lacks. */
export const parsePython = (text: string): unknown => JSON.parse(text.replaceAll(/(?<=[:[,] ?)(?:NaN|-?Infinity)(?=\s*[,\]}])/g, '"$&"'));

/** What it makes of each inventory; one process for all. */
export const typedInventories = async (paths: readonly string[]): Promise<AnsibleAnswer[]> =>
  (await ask('typed', paths)).map((answer) => z.union([refused, typedInventory]).parse(answer));
/** As `ansible-inventory --list` prints them. */
export const listedInventories = (paths: readonly string[]): Promise<unknown[]> => ask('list', paths);

export function writeFiles(folder: string, files: readonly { readonly path: string; readonly text: string }[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const roleGroups = new Set(['k8s', 'k8s_control_plane', 'k8s_workers']);
type Group = z.infer<typeof group>;

/** What an export says otherwise than the inventory that was imported. It adds the groups of roles, so nobody is ungrouped. */
export function differencesOf(original: AnsibleAnswer, exported: AnsibleAnswer): string[] {
  if ('error' in original || 'error' in exported) return [`original: ${problemOf(original)}; export: ${problemOf(exported)}`];
  const came = Object.keys(exported.groups).filter((name) => original.groups[name] === undefined && !roleGroups.has(name));
  return [
    ...changed('hosts', Object.keys(original.hosts).toSorted(), Object.keys(exported.hosts).toSorted()),
    ...Object.entries(original.hosts).flatMap(([host, variables]) => changedVariables(host, variables, exported.hosts[host] ?? {})),
    ...Object.entries(original.groups).flatMap(([name, one]) =>
      name === 'ungrouped' ? [] : changedGroup(name, one, exported.groups[name]),
    ),
    ...came.map((name) => `the group ${name} came`),
  ];
}
const problemOf = (answer: AnsibleAnswer): string => ('error' in answer ? answer.error : 'read');

function changed(what: string, before: unknown, after: unknown): string[] {
  const [a, b] = [JSON.stringify(before), JSON.stringify(after)];
  return a === b ? [] : [`${what}: ${a} became ${b}`];
}

function changedVariables(host: string, before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => changed(`${host}.${name}`, before[name], after[name]));
}

function changedGroup(name: string, before: Group, after: Group | undefined): string[] {
  const named = (children: readonly string[] = []) => children.filter((child) => !roleGroups.has(child));
  return [
    ...changed(`members of ${name}`, before.hosts, after?.hosts),
    ...changed(`priority of ${name}`, before.priority, after?.priority),
    ...(name === 'all' ? [] : changed(`groups in ${name}`, named(before.children), named(after?.children))),
    ...(name === 'all' || roleGroups.has(name) ? [] : changed(`hosts in ${name}`, before.direct, after?.direct)),
  ];
}
