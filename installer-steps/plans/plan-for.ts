// Makes the plan of a run from what the person wants. Pure: the same wish gives the same plan.
import type { ComponentFile } from '#contract/component-file.ts';
import type { Issue, Platform } from '#contract/platforms.ts';
import type { PlannableKind, Plan, PlannedTask } from '#contract/runs.ts';
import { closureOf } from '#core/catalog/closure.ts';
import { fault } from '#core/fault.ts';
import { validatePlatform } from '#core/platform/validate.ts';
import { estimatePlan } from '#core/runs/estimate.ts';
import { checkPlan } from '#core/runs/graph.ts';
import { accessLines, accessPhases } from './access.ts';
import { linkTasks, type TaskMaker } from './planned-step.ts';
import { provisionLines, provisionPhases } from './provision.ts';

export interface PlanRequest {
  readonly kind: PlannableKind;
  readonly platform: Platform;
  /** For access: also write the sudoers rule. */
  readonly passwordlessSudo: boolean;
  /** The whole catalogue. */
  readonly components: readonly ComponentFile[];
  /** Usual time of a step in milliseconds, from earlier runs; null when there were none. */
  readonly durationOf: (step: string) => number | null;
}

/** Throws PLAN_INVALID with the first thing that is wrong with the platform. */
export function planFor({ kind, platform, passwordlessSudo, components, durationOf }: PlanRequest): Plan {
  requireSound(kind, platform, components);
  const lines: readonly TaskMaker[] =
    kind === 'access' ? accessLines(passwordlessSudo) : provisionLines(closureOf(platform.components, components));
  const drafts = lines.flatMap((make) => make(platform));
  if (drafts.length === 0) throw fault('PLAN_INVALID', { reason: 'there is nothing to do: no machine logs in with the key of Hearth.' });
  const tasks = linkTasks(drafts).map((task) => withHistory(task, durationOf));
  checkPlan(tasks);
  const used = new Set(tasks.map((task) => task.phase));
  return {
    kind,
    title: kind === 'access' ? `Access to the machines of ${platform.name}` : `Set up ${platform.name}`,
    platformId: platform.id,
    phases: (kind === 'access' ? accessPhases : provisionPhases).filter((phase) => used.has(phase.id)),
    tasks,
    stays: [],
    estimateMs: estimatePlan(tasks),
  };
}

const withHistory = (task: PlannedTask, durationOf: PlanRequest['durationOf']): PlannedTask => ({
  ...task,
  estimateMs: durationOf(task.step) ?? task.estimateMs,
});

/** For access only the machines themselves matter; roles and settings come later in the wizard. */
function requireSound(kind: PlannableKind, platform: Platform, components: readonly ComponentFile[]): void {
  const errors = validatePlatform(platform, components).filter((issue) => issue.severity === 'error');
  const [first] = kind === 'access' ? errors.filter((issue) => concernsReach(issue, platform)) : errors;
  if (first !== undefined) throw fault('PLAN_INVALID', { reason: `${placeOf(first, platform)}${first.message}` }, { field: first.path });
}

const concernsReach = ({ path }: Issue, { nodes }: Pick<Platform, 'nodes'>) =>
  /^nodes\.\d+\.(id|name|address)$/.test(path) || (path === 'nodes' && nodes.length === 0);

const placeOf = ({ path }: Issue, { nodes }: Platform) => {
  const index = /^nodes\.(\d+)\./.exec(path)?.[1];
  const name = index === undefined ? undefined : nodes[Number(index)]?.name;
  return name === undefined ? '' : `${name}: `;
};
