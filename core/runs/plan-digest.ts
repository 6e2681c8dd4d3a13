// The identity of what a plan does: a person says yes to it, and nothing else is started.
import type { Platform } from '#contract/platforms.ts';
import type { Plan, PlannedTask } from '#contract/runs.ts';
import { valuesHash } from '#core/catalog/values-hash.ts';

/** A dry run is made of the tasks that it rehearses, so what was read of the one was read of the other. */
const essence = ({ id, step, mode, title, phase, nodeId, needs, lane, changes, input }: PlannedTask) => ({
  id,
  step,
  title,
  phase,
  nodeId,
  needs,
  lane,
  changes,
  input,
  mode: mode === 'rehearse' ? 'apply' : mode,
});

/** What every step sees besides its input; what was found out about machines, their keys among it, is nobody's wish. */
const ground = ({ id, distribution, channel, settings, components, nodes }: Platform) => ({
  id,
  distribution,
  channel,
  settings,
  components,
  nodes: nodes.map((node) => Object.assign({}, node, { facts: null, hostKey: null })),
});

export const planDigest = ({ tasks, stays }: Pick<Plan, 'tasks' | 'stays'>, platform: Platform): string =>
  valuesHash({ tasks: tasks.map(essence), stays, platform: ground(platform) });
