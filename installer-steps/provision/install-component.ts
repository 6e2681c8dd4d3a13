// Installs a component's Helm release on the control node. Whether its pods work is the next task's question.
import type { PlannedComponent } from '#contract/component-file.ts';
import { revealIn, secretsIn } from '#core/catalog/values.ts';
import { valuesHash } from '#core/catalog/values-hash.ts';
import { fault } from '#core/fault.ts';
import type { HelmIo } from '#core/ports/helm.ts';
import { platformSecretName } from '#core/ports/secrets.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { aboutCluster } from '#steps/looks.ts';
import { helmPlaceOf } from '#steps/helm-place.ts';
import { podsWaiting } from '#steps/pods-waiting.ts';
import { differs, holds, leadOf } from '#steps/task-nodes.ts';
import { componentOf } from './component-input.ts';

/** The release with the values of its secrets, for what is sent at once; a plan and its journal hold their names only. SECRET_MISSING. */
async function wholeRelease({ input, ports, platform }: StepContext): Promise<PlannedComponent['release']> {
  const { release } = componentOf(input);
  const values = new Map<string, string>();
  for (const name of secretsIn(release.values)) {
    const secret = await ports.secrets.get(platformSecretName(platform.id, name));
    if (secret === null) throw fault('SECRET_MISSING', { name });
    values.set(name, secret.reveal());
  }
  return { ...release, values: revealIn(release.values, (name) => values.get(name) ?? '') };
}

const ioOf = (context: StepContext): HelmIo => ({ signal: context.signal, onLine: ({ text }) => context.log(text) });

async function check(context: StepContext): Promise<Finding> {
  const release = await wholeRelease(context);
  const state = await context.ports.helm.state(await helmPlaceOf(context), release, ioOf(context));
  if (state.status === 'absent') return differs(`${release.name} is not installed.`);
  if (state.status !== 'deployed') return differs(`${release.name} is ${state.status}.`);
  // A folder of the person's own may hold another version than the catalogue names; that one is then what is wanted.
  const { version } = await context.ports.charts.find(release.chart);
  const chart = version === null ? state.chart : `${release.chart.name}-${version}`;
  if (state.chart !== chart) return differs(`${release.name} is installed from ${state.chart}, wanted is ${chart}.`);
  if (state.valuesHash !== valuesHash(release.values)) return differs(`${release.name} is installed with other values.`);
  return holds(`${release.name} is deployed from ${chart}.`);
}

export const installComponent: Step = {
  id: 'install-component',
  attempts: 3,
  timeoutMs: 1_800_000,
  looks({ platform, input, ports }) {
    if (platform.distribution === 'existing') return [];
    const call = ports.helm.stateCall?.(platform.distribution, componentOf(input).release) ?? null;
    return call === null ? [] : aboutCluster(leadOf(platform), call);
  },
  check,
  async apply(context) {
    const release = await wholeRelease(context);
    await context.ports.helm.install(await helmPlaceOf(context), release, ioOf(context));
  },
  probe: (context) => podsWaiting(context, componentOf(context.input).release.namespace),
  async checkUndone(context) {
    const { release } = componentOf(context.input);
    const { status } = await context.ports.helm.state(await helmPlaceOf(context), release, ioOf(context));
    return status === 'absent' ? holds(`${release.name} is not installed.`) : differs(`${release.name} is ${status}.`);
  },
  async undo(context) {
    const { release } = componentOf(context.input);
    await context.ports.helm.remove(await helmPlaceOf(context), release, ioOf(context));
  },
  leaves: 'its namespace, the volumes that its pods claimed and what they hold stay',
};
