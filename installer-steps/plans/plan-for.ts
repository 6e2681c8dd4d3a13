// Makes the plan of a run from what the person wants. Pure: the same wish gives the same plan.
import type { ComponentFile } from '#contract/component-file.ts';
import type { Issue, Platform, PlatformContent } from '#contract/platforms.ts';
import type { Plan, PlannedTask, RunWish } from '#contract/runs.ts';
import { closureOf } from '#core/catalog/closure.ts';
import type { Variables } from '#core/catalog/values.ts';
import { fault } from '#core/fault.ts';
import { validatePlatform } from '#core/platform/validate.ts';
import { estimatePlan } from '#core/runs/estimate.ts';
import { checkPlan } from '#core/runs/graph.ts';
import { planDigest } from '#core/runs/plan-digest.ts';
import { accessPlan } from './access.ts';
import { clusterLoginPlan } from './cluster-login.ts';
import { fixPlan } from './fix.ts';
import { newPodsPlan } from './new-pods.ts';
import { linkTasks, type PlanParts } from './planned-step.ts';
import { provisionPlan, type SetUpParts } from './provision.ts';
import { rebuildNodePlan } from './rebuild-node.ts';
import { rehearsePlan } from './rehearse.ts';
import { removeNodePlan } from './remove-node.ts';
import { renameNodePlan } from './rename-node.ts';
import { renewCertificatesPlan } from './renew-certificates.ts';
import { requireStandingRoles } from './standing-roles.ts';
import { upgradePlan } from './upgrade.ts';

export interface PlanRequest {
  readonly wish: RunWish;
  readonly platform: Platform;
  /** The whole catalogue. */
  readonly components: readonly ComponentFile[];
  /** What the last run applied; left out: nothing is known of it, so nothing that it set is taken away. */
  readonly applied?: Pick<PlatformContent, 'nodes'> | null;
  /** Variables of the inventory that the values of a chart may name. */
  readonly variables?: Variables;
  /** Usual time of a step in milliseconds, from earlier runs; null when there were none. */
  readonly durationOf: (step: string) => number | null;
}

/** Throws PLAN_INVALID with the first thing that is wrong with the platform. */
export function planFor(request: PlanRequest): Plan {
  const { wish, platform, durationOf } = request;
  requireSound(request);
  const { title, phases, lines, nothing, stays = [] } = partsOf(request);
  const drafts = lines.flatMap((make) => make(platform));
  if (drafts.length === 0) throw fault('PLAN_INVALID', { reason: `there is nothing to do: ${nothing}` });
  const tasks = linkTasks(drafts).map((task) => withHistory(task, durationOf));
  checkPlan(tasks);
  const used = new Set(tasks.map((task) => task.phase));
  return {
    kind: wish.kind,
    title: title(platform),
    platformId: platform.id,
    phases: phases.filter((phase) => used.has(phase.id)),
    tasks,
    stays: [...stays],
    digest: planDigest({ tasks, stays: [...stays] }, platform),
    estimateMs: estimatePlan(tasks),
  };
}

const setUpOf = ({ platform, components, applied = null, variables = {} }: PlanRequest): SetUpParts => ({
  components: closureOf(platform.components, components),
  applied,
  variables,
});

function partsOf(request: PlanRequest): PlanParts {
  const { wish, platform } = request;
  if (isAboutNode(wish)) return partsOfNode(platform, wish);
  switch (wish.kind) {
    case 'access':
      return accessPlan(wish);
    case 'provision':
      return provisionPlan(platform, setUpOf(request));
    case 'fix':
      return fixPlan(wish);
    case 'cluster-login':
      return clusterLoginPlan(wish);
    case 'upgrade':
      return upgradePlan(platform, wish);
    case 'renew-certificates':
      return renewCertificatesPlan(platform);
    case 'rehearse':
      return rehearsePlan(platform, setUpOf(request));
    default:
      throw fault('PLAN_INVALID', { reason: `there is no such run: ${JSON.stringify(wish satisfies never)}.` });
  }
}

type NodeWish = Extract<RunWish, { readonly nodeId: string } | { readonly node: string }>;
const isAboutNode = (wish: RunWish): wish is NodeWish => 'nodeId' in wish || 'node' in wish;

/** Of what is done to one node of a cluster that stands. */
function partsOfNode(platform: Platform, wish: NodeWish): PlanParts {
  switch (wish.kind) {
    case 'remove-node':
      return removeNodePlan(platform, wish);
    case 'rebuild-node':
      return rebuildNodePlan(platform, wish);
    case 'rename-node':
      return renameNodePlan(platform, wish);
    case 'open-node':
    case 'close-node':
      return newPodsPlan(wish);
    default:
      throw fault('PLAN_INVALID', { reason: `there is no such run: ${JSON.stringify(wish satisfies never)}.` });
  }
}

function withHistory(task: PlannedTask, durationOf: PlanRequest['durationOf']): PlannedTask {
  // The history tells how long a step takes that acts.
  if (task.mode === 'rehearse') return task;
  const usualMs = durationOf(task.step);
  return { ...task, estimateMs: usualMs ?? task.estimateMs, usual: usualMs !== null };
}

/** Before the set-up only the machines themselves matter; roles and settings come later in the wizard. */
function requireSound({ wish: { kind }, platform, components, applied = null }: PlanRequest): void {
  const errors = validatePlatform(platform, components, applied === null ? 'planned' : 'built').filter(
    (issue) => issue.severity === 'error',
  );
  const isSetUp = kind === 'provision' || kind === 'rehearse';
  const concerned = (issue: Issue) => concernsReach(issue, platform) || (marking.has(kind) && concernsMarks(issue));
  const [first] = isSetUp ? errors : errors.filter(concerned);
  if (first !== undefined) throw fault('PLAN_INVALID', { reason: `${placeOf(first, platform)}${first.message}` }, { field: first.path });
  if (isSetUp || kind === 'upgrade') requireStandingRoles(platform, applied);
}

const concernsReach = ({ path }: Issue, { nodes }: Pick<Platform, 'nodes'>) =>
  /^nodes\.\d+\.(id|name|address|jump\.address)$/.test(path) || (path === 'nodes' && nodes.length === 0);

/** Besides the set-up, these set labels and taints. */
const marking: ReadonlySet<RunWish['kind']> = new Set<RunWish['kind']>(['rebuild-node', 'rename-node']);
const concernsMarks = ({ path }: Issue) => /^nodes\.\d+\.(labels|taints)(\.|$)/.test(path);

const placeOf = ({ path }: Issue, { nodes }: Platform) => {
  const index = /^nodes\.(\d+)\./.exec(path)?.[1];
  const name = index === undefined ? undefined : nodes[Number(index)]?.name;
  return name === undefined ? '' : `${name}: `;
};
