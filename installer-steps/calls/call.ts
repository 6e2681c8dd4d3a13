// A call is a script's name with typed arguments; an answer is a list of `answer NAME VALUE` lines. Both ends of every script are in this folder.
import type { ScriptAnswer, ScriptCall } from '#core/ports/hosts.ts';
import type { Secret } from '#core/secret.ts';

/** Every script in installer-steps/scripts that steps and acts call; Helm's own are called by its adapter. */
export const scriptNames = [
  'login-check',
  'install-key',
  'remove-key',
  'check-sudo-rule',
  'sudo-rule',
  'remove-sudo-rule',
  'facts',
  'check-hostname',
  'set-hostname',
  'check-hosts-file',
  'write-hosts-file',
  'remove-hosts-block',
  'check-packages',
  'install-packages',
  'check-kernel',
  'prepare-kernel',
  'snap-info',
  'snap-install',
  'microk8s-status',
  'microk8s-nodes',
  'microk8s-resolve',
  'microk8s-membership',
  'microk8s-add-node',
  'microk8s-join',
  'microk8s-leave',
  'microk8s-remove-node',
  'microk8s-node-marks',
  'microk8s-mark-node',
  'microk8s-unmark-node',
  'microk8s-addon-state',
  'microk8s-enable',
  'microk8s-kubeconfig',
] as const;
export type ScriptName = (typeof scriptNames)[number];

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
