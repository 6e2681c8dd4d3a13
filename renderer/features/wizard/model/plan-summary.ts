// A plan as a person reads it before saying yes: by phase, by machine, with its longest path.
import type { Node } from '#contract/nodes.ts';
import { changesIn, type Plan } from '#contract/runs.ts';
import { fileSlug } from '#renderer/kit/file-slug.ts';
import { longestChain } from '#renderer/kit/tasks/longest-chain.ts';

export type PlannedTask = Plan['tasks'][number];
export interface PhaseSum {
  readonly id: string;
  readonly title: string;
  readonly tasks: readonly PlannedTask[];
  /** Longest chain of needs within the phase, in milliseconds. */
  readonly estimateMs: number;
  readonly nodeIds: readonly string[];
}
export interface MachineSum {
  /** null: the cluster as a whole. */
  readonly nodeId: string | null;
  readonly name: string;
  readonly tasks: readonly PlannedTask[];
  readonly changes: number;
}
export interface PlanSum {
  readonly phases: readonly PhaseSum[];
  readonly machines: readonly MachineSum[];
  readonly tasks: number;
  readonly changes: number;
  readonly estimateMs: number;
  /** What the same work would take one task after the other. */
  readonly inSeriesMs: number;
}

export function sumPlan(plan: Plan, nodes: readonly Pick<Node, 'id' | 'name'>[]): PlanSum {
  const phases = plan.phases
    .map((phase): PhaseSum => {
      const tasks = plan.tasks.filter((task) => task.phase === phase.id);
      const nodeIds = [...new Set(tasks.flatMap((task) => task.nodeId ?? []))];
      return { ...phase, tasks, estimateMs: longestChain(tasks), nodeIds };
    })
    .filter((phase) => phase.tasks.length > 0);
  const machineOf = (nodeId: string | null, name: string): MachineSum => {
    const tasks = plan.tasks.filter((task) => task.nodeId === nodeId);
    return { nodeId, name, tasks, changes: changesIn(tasks) };
  };
  const machines = [...nodes.map((node) => machineOf(node.id, node.name)), machineOf(null, '')].filter((each) => each.tasks.length > 0);
  return {
    phases,
    machines,
    tasks: plan.tasks.length,
    changes: changesIn(plan.tasks),
    estimateMs: plan.estimateMs,
    inSeriesMs: plan.tasks.reduce((sum, task) => sum + task.estimateMs, 0),
  };
}

/** The plan as a file: plain JSON, two spaces, nothing secret in it by contract. */
export const planFile = (plan: Plan): string => `${JSON.stringify(plan, null, 2)}\n`;
export const planFileName = (platformName: string): string => `${fileSlug(platformName)}-plan.json`;
export const planTextName = (platformName: string): string => `${fileSlug(platformName)}-plan.md`;
