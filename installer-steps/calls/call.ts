// A call is a script's name with typed arguments; an answer is a list of `answer NAME VALUE` lines. Both ends of every script are in this folder.
import { installable, type Installable } from '#contract/distributions.ts';
import type { ScriptAnswer, ScriptCall } from '#core/ports/hosts.ts';
import type { Secret } from '#core/secret.ts';

const plainNames = [
  'login-check',
  'install-key',
  'remove-key',
  'check-sudo-rule',
  'sudo-rule',
  'remove-sudo-rule',
  'facts',
  'reach-check',
  'check-hostname',
  'set-hostname',
  'check-hosts-file',
  'write-hosts-file',
  'remove-hosts-block',
  'check-packages',
  'install-packages',
  'package-lock',
  'check-kernel',
  'prepare-kernel',
  'swap-state',
  'swap-off',
  'swap-on',
  'time-sync-state',
  'set-time-sync',
  'machine-id',
  'new-machine-id',
  'package-cache',
  'clean-packages',
  'snap-info',
  'snap-progress',
  'snap-install',
  'snap-refresh',
  'snap-purge',
  'refresh-timer',
  'set-refresh-timer',
  'resolve',
  'cluster-nodes',
  'cluster-node-marks',
  'cluster-mark-node',
  'cluster-unmark-node',
  'cluster-feature-state',
  'microk8s-ranges',
  'k8s-bootstrap',
  'api-login-state',
  'api-login-set',
  'issuer-check',
] as const;
/** What every distribution has a script for; see cluster.ts. */
const clusterVerbs = [
  'status',
  'membership',
  'join-token',
  'join',
  'leave',
  'remove-node',
  'enable',
  'kubeconfig',
  'certificates',
  'renew-certificates',
] as const;
type ClusterScript = `${Installable}-${(typeof clusterVerbs)[number]}`;
export type ScriptName = (typeof plainNames)[number] | ClusterScript;

/** Every script in installer-steps/scripts that steps and acts call; Helm's own are called by its adapter. */
export const scriptNames: readonly ScriptName[] = [
  ...plainNames,
  ...installable.options.flatMap((system) => clusterVerbs.map((verb): ClusterScript => `${system}-${verb}`)),
];

/** Looking takes a moment; a machine that needs longer than this to answer hangs. */
export const lookMs = 30_000;
/** Small changes: writing a file, setting a name. */
export const touchMs = 60_000;

interface CallOptions {
  readonly args?: Readonly<Record<string, string>>;
  readonly secretArgs?: Readonly<Record<string, Secret>>;
  readonly asRoot?: boolean;
  readonly freshLogin?: boolean;
  readonly timeoutMs?: number;
}

export const look = (script: ScriptName, options: CallOptions = {}): ScriptCall => build(script, options, false);
export const change = (script: ScriptName, options: CallOptions = {}): ScriptCall => build(script, { asRoot: true, ...options }, true);

const build = (script: ScriptName, options: CallOptions, changes: boolean): ScriptCall => ({
  script,
  args: options.args ?? {},
  ...(options.secretArgs === undefined ? {} : { secretArgs: options.secretArgs }),
  asRoot: options.asRoot ?? false,
  ...(options.freshLogin === undefined ? {} : { freshLogin: options.freshLogin }),
  changes,
  timeoutMs: options.timeoutMs ?? (changes ? touchMs : lookMs),
});

/** The last value answered under this name, or "". */
export const last = (answer: ScriptAnswer, name: string): string => answer.answers.get(name)?.at(-1) ?? '';
export const every = (answer: ScriptAnswer, name: string): readonly string[] => answer.answers.get(name) ?? [];
export const yes = (answer: ScriptAnswer, name: string): boolean => last(answer, name) === 'true';
/** Not a number or missing: 0. */
export const count = (text: string | undefined): number => {
  const value = Number(text);
  return Number.isFinite(value) ? value : 0;
};

/** Values with several fields are joined by "|"; only the last field may hold that sign itself. */
export function fields(value: string, howMany: number): readonly string[] {
  const parts = value.split('|');
  return [...parts.slice(0, howMany - 1), parts.slice(howMany - 1).join('|')].map((part) => part.trim());
}
