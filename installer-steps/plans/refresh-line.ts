// snapd refreshes by itself, four times a day on every machine; so that no two nodes stop together, each gets a night of its own.
import { timerFor } from '#steps/life/stagger-refresh.ts';
import { line, type Need, type PlanLine, type NodeSubject, type TaskMaker } from './planned-step.ts';

interface Place extends Pick<PlanLine<NodeSubject>, 'phase' | 'subjects'> {
  readonly needs: readonly Need[];
}

export const refreshLine = (place: Place): TaskMaker =>
  line({
    step: 'stagger-refresh',
    ...place,
    title: ({ node }) => `Give ${node.name} its own time for refreshes`,
    changes: ({ node }, { nodes }) => [
      `${node.name}: snapd refreshes its snaps by itself on ${timerFor(nodes.indexOf(node))} only, so that no two nodes stop together`,
    ],
    input: ({ node }, { nodes }) => ({ timer: timerFor(nodes.indexOf(node)) }),
    seconds: 2,
  });
