// Helm on a control node: the distribution's own, through named scripts; values travel as data.
import { z } from 'zod';
import { valuesHash } from '#core/catalog/values-hash.ts';
import { fault } from '#core/fault.ts';
import type { Charts, ChartSource, Helm, HelmIo, Release } from '#core/ports/helm.ts';
import type { Hosts, HostTarget, ScriptCall } from '#core/ports/hosts.ts';

/** The scripts know these and no other command. */
const commands = { 'microk8s helm3': 'microk8s', 'k8s helm': 'k8s', helm: 'plain' } as const;
export type HelmCommand = keyof typeof commands;

export interface HelmPlan {
  readonly hosts: Hosts;
  readonly charts: Charts;
  readonly command: HelmCommand;
}

const history = z.array(z.object({ status: z.string(), chart: z.string(), description: z.string().default('') }));

// None may begin with a hyphen, which helm would read as an option.
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const chartName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const version = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;
const repository = /^(?:https?|oci):\/\/[^\s]+$/;

function checked(field: string, value: string, rule: RegExp): string {
  if (!rule.test(value)) throw fault('INPUT_INVALID', { field, reason: `"${value}" is not usable here.` }, { field });
  return value;
}

const named = (release: Pick<Release, 'name' | 'namespace'>) => ({
  name: checked('release name', release.name, label),
  namespace: checked('namespace', release.namespace, label),
});

/** Beyond helm's own limit: the pull of a chart, and the wait for an earlier run. */
const marginMs = 120_000;
const stateMs = 60_000;
const seconds = (ms: number) => String(Math.max(1, Math.ceil(ms / 1000)));

async function chartArgs(plan: HelmPlan, source: ChartSource, to: { readonly on: HostTarget; readonly signal: AbortSignal }) {
  const found = await plan.charts.find(source);
  if (found.kind === 'archive') {
    const archive = await plan.hosts.upload(to.on, { name: found.fileName, content: found.content }, to.signal);
    return { archive, repository: '', chart: '', version: '' };
  }
  return {
    archive: '',
    repository: checked('chart repository', found.url, repository),
    chart: checked('chart', found.name, chartName),
    version: checked('chart version', found.version, version),
  };
}

export function helmOverSsh(plan: HelmPlan): Helm {
  const helm = commands[plan.command];
  const call = (script: string, args: ScriptCall['args'], more: Pick<ScriptCall, 'changes' | 'timeoutMs'>): ScriptCall => ({
    script,
    args: { helm, ...args },
    asRoot: true,
    ...more,
  });
  const run = (on: HostTarget, io: HelmIo, one: ScriptCall) => plan.hosts.run(on, one, { signal: io.signal, onLine: io.onLine });

  return {
    async state(on, release, io) {
      const answer = await run(on, io, call('helm-state', named(release), { changes: false, timeoutMs: stateMs }));
      const text = answer.answers.get('history')?.at(-1);
      if (answer.exitCode !== 0 || text === undefined) throw fault('HELM_FAILED', { release: release.name, reason: answer.lastLine });
      const newest = history.parse(JSON.parse(text)).at(-1);
      if (newest === undefined) return { status: 'absent', chart: '', valuesHash: '' };
      return { status: newest.status, chart: newest.chart, valuesHash: /^hearth ([0-9a-f]{16})$/.exec(newest.description)?.[1] ?? '' };
    },
    async install(on, release, io) {
      const names = named(release);
      const chart = await chartArgs(plan, release.chart, { on, signal: io.signal });
      // The hash is the description, so that a later look can tell whether anything would change.
      const values = { values: JSON.stringify(release.values), hash: `hearth ${valuesHash(release.values)}` };
      const limits = { changes: true, timeoutMs: release.timeoutMs + marginMs };
      const answer = await run(
        on,
        io,
        call('helm-install', { ...names, ...chart, ...values, timeout: seconds(release.timeoutMs) }, limits),
      );
      if (answer.exitCode === 0) return;
      if (answer.answers.get('stage')?.at(-1) === 'pull')
        throw fault('CHART_MISSING', { chart: release.chart.name, reason: answer.lastLine });
      throw fault('HELM_FAILED', { release: release.name, reason: answer.lastLine });
    },
    async remove(on, release, io) {
      const limits = { changes: true, timeoutMs: release.timeoutMs + marginMs };
      const answer = await run(on, io, call('helm-remove', { ...named(release), timeout: seconds(release.timeoutMs) }, limits));
      if (answer.exitCode !== 0) throw fault('HELM_FAILED', { release: release.name, reason: answer.lastLine });
    },
  };
}
