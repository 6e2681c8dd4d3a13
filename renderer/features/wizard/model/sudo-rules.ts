// The sudo rules of an access plan, each once, with the machines that get it.
import type { Node } from '#contract/nodes.ts';
import type { Plan } from '#contract/runs.ts';

export interface SudoRuleText {
  readonly rule: string;
  readonly machines: readonly string[];
}

/** The words of the plan itself, so that what is shown is what is written; only the machine's name is taken off its front. */
export function rulesOf(tasks: Plan['tasks'], nodes: readonly Pick<Node, 'id' | 'name'>[]): SudoRuleText[] {
  const machines = new Map<string, string[]>();
  for (const task of tasks.filter(({ step }) => step === 'sudo-rule')) {
    const name = nodes.find((node) => node.id === task.nodeId)?.name ?? '';
    for (const change of task.changes) {
      const rule = change.startsWith(`${name}: `) ? change.slice(name.length + 2) : change;
      machines.set(rule, [...(machines.get(rule) ?? []), name]);
    }
  }
  return [...machines].map(([rule, names]) => ({ rule, machines: names }));
}
