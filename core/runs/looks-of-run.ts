// Ties the looks that are asked for ahead to a run: what it will ask, over which connection, and which of its tasks may use an answer.
import type { Task } from '#contract/runs.ts';
import type { Hosts, HostTarget } from '#core/ports/hosts.ts';
import type { Engine } from './engine.ts';
import { isOpen } from './graph.ts';
import { noteTarget } from './guarded-ports.ts';
import type { LiveRun } from './live-run.ts';
import { Looks } from './looks.ts';
import type { Look, Step, StepPorts } from './step.ts';

export function looksOf(engine: Engine, live: LiveRun): Looks {
  return new Looks({
    clock: engine.deps.clock,
    expected: () =>
      live.tasks.filter((task) => isOpen(task.state) || task.state === 'running').flatMap((task) => expectedOf(engine, live, task)),
    async ask(node, batch, io) {
      if (live.footing === null) return;
      const target = noteTarget(live.redactor, engine.deps.target(live.footing.platform, node));
      await engine.deps.ports.hosts.runAll(target, batch, { ...io, signal: live.stop.signal });
    },
  });
}

function expectedOf({ deps }: Engine, { footing }: LiveRun, { step, mode, nodeId, input }: Task): readonly Look[] {
  if (footing === null || mode === 'undo') return [];
  const { platform } = footing;
  try {
    const node = platform.nodes.find(({ id }) => id === nodeId) ?? null;
    return deps.steps.get(step)?.looks?.({ platform, node, input, ports: deps.ports }) ?? [];
  } catch {
    // What is wrong with the task is said by its own check.
    return [];
  }
}

/** How one task stands to the kept answers. */
export interface KeptUse {
  readonly looks: Looks;
  /** Asked before each call. */
  readonly mayUse: () => boolean;
}

/** Only the first check of a task may use what was asked ahead, and only where nothing before it has changed anything. */
export const keptUse = (live: LiveRun, looks: Looks, taskId: string): KeptUse => ({
  looks,
  mayUse() {
    const task = live.task(taskId);
    if (task === null || task.mode === 'undo' || task.acted === true || task.attempt > 1) return false;
    return task.needs.every((id) => live.task(id)?.state === 'unchanged');
  },
});

/** While the step works, or waits for what comes by itself, nothing is kept of its machine; one without a machine may change any of them. */
export function forgetting(step: Step, looks: Looks, { nodeId }: Pick<Task, 'nodeId'>): Step {
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const end = looks.changing(nodeId);
    return work().finally(end);
  };
  if (step.apply !== undefined) return { ...step, apply: (context) => alone(async () => step.apply?.(context)) };
  if (step.verify === undefined) return step;
  return { ...step, verify: (context) => alone(async () => step.verify?.(context) ?? step.check(context)) };
}

/** A step's ports: looks are answered from what is kept, changes make it forgotten. `nodeIdOf` knows the targets that the run itself made. */
export function keptPorts(ports: StepPorts, { looks, mayUse }: KeptUse, nodeIdOf: (target: HostTarget) => string | null): StepPorts {
  const { hosts, helm } = ports;
  const run: Hosts['run'] = async (target, call, io) => {
    const nodeId = nodeIdOf(target);
    if (call.changes) {
      const end = looks.changing(nodeId);
      return hosts.run(target, call, io).finally(end);
    }
    const kept = nodeId !== null && mayUse() ? await looks.take(nodeId, call, io) : null;
    return kept ?? hosts.run(target, call, io);
  };
  return {
    ...ports,
    hosts: { ...hosts, run },
    helm: { ...helm, state: (on, release, io) => helm.state(on, release, { ...io, hosts: { run } }) },
  };
}
