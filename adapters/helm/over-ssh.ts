// Helm on a control node: the distribution's own, through named scripts; values travel as data.
import type { Installable } from '#contract/distributions.ts';
import { fault } from '#core/fault.ts';
import type { Charts, ChartSource, HelmAt, HelmIo, NodePlace, Release } from '#core/ports/helm.ts';
import type { Hosts, HostTarget, ScriptCall } from '#core/ports/hosts.ts';
import { marginMs, named, newestOf, remoteChart, seconds, stateMs, stateOf, valuesOf } from './release.ts';

export interface HelmPlan {
  readonly hosts: Hosts;
  readonly charts: Charts;
}

async function chartArgs(plan: HelmPlan, source: ChartSource, to: { readonly on: HostTarget; readonly signal: AbortSignal }) {
  const found = await plan.charts.find(source);
  if (found.kind === 'remote') return { archive: '', ...remoteChart(found) };
  const archive = await plan.hosts.upload(to.on, { name: found.fileName, content: found.content }, to.signal);
  return { archive, repository: '', chart: '', version: '' };
}

export function helmOverSsh(plan: HelmPlan): HelmAt<NodePlace> {
  const call = (script: string, args: ScriptCall['args'], more: Pick<ScriptCall, 'changes' | 'timeoutMs'>): ScriptCall => ({
    script,
    args,
    asRoot: true,
    ...more,
  });
  const run = ({ target, distribution }: NodePlace, io: HelmIo, one: ScriptCall) =>
    plan.hosts.run(target, { ...one, args: { helm: distribution, ...one.args } }, { signal: io.signal, onLine: io.onLine });

  const stateCall = (distribution: Installable, release: Pick<Release, 'name' | 'namespace'>): ScriptCall =>
    call('helm-state', { helm: distribution, ...named(release) }, { changes: false, timeoutMs: stateMs });

  return {
    stateCall,
    async state(on, release, { signal, onLine, hosts = plan.hosts }) {
      const answer = await hosts.run(on.target, stateCall(on.distribution, release), { signal, onLine });
      const text = answer.answers.get('history')?.at(-1);
      if (answer.exitCode !== 0 || text === undefined) throw fault('HELM_FAILED', { release: release.name, reason: answer.lastLine });
      return stateOf(newestOf(text));
    },
    async install(on, release, io) {
      const names = named(release);
      const chart = await chartArgs(plan, release.chart, { on: on.target, signal: io.signal });
      const limits = { changes: true, timeoutMs: release.timeoutMs + marginMs };
      const answer = await run(
        on,
        io,
        call('helm-install', { ...names, ...chart, ...valuesOf(release), timeout: seconds(release.timeoutMs) }, limits),
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
