// Opens one node for new pods, or closes it, as a person wants it: also a node that no list of machines has.
import type { RunWish } from '#contract/runs.ts';
import { line, type PlanParts, type TaskMaker } from './planned-step.ts';
import { wholePlatform } from './subjects.ts';

type NewPodsWish = Extract<RunWish, { readonly kind: 'open-node' | 'close-node' }>;

const words = {
  'open-node': { verb: 'Open', after: 'takes new pods again' },
  'close-node': { verb: 'Close', after: 'takes no new pods; those that run on it stay' },
} as const;

export function newPodsPlan({ kind, node }: NewPodsWish): PlanParts {
  const { verb, after } = words[kind];
  const task = line({
    step: kind,
    phase: 'node',
    subjects: wholePlatform,
    title: () => `${verb} ${node} for new pods`,
    needs: [],
    changes: () => [`Cluster: ${node} ${after}`],
    input: () => ({ node }),
    seconds: 2,
  });
  return {
    title: ({ name }) => `${verb} ${node} of ${name} for new pods`,
    phases: [{ id: 'node', title: 'Node' }],
    lines: [calledAfter(node, task)],
    nothing: `${node} is no longer there.`,
  };
}

/** What was done to one node says nothing of another one. */
const calledAfter =
  (node: string, make: TaskMaker): TaskMaker =>
  (platform) =>
    make(platform).map(({ task, ...rest }) => Object.assign(rest, { task: { ...task, id: `${task.step}:${node.replaceAll('.', '-')}` } }));
