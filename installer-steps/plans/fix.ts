// Mends what the preflight found, where that is safe: one task for each machine and remedy that were chosen.
import type { Node } from '#contract/nodes.ts';
import type { RunWish } from '#contract/runs.ts';
import { fixFor, fixes, type Fix } from '#core/platform/fixes.ts';
import { line, type PlanParts, type TaskMaker } from './planned-step.ts';

type FixWish = Extract<RunWish, { readonly kind: 'fix' }>;

/** As it was last looked at: what would not be safe on a machine is not planned there, whatever was asked for. */
const isWanted = (wish: FixWish, { step }: Fix, { id, facts }: Node) =>
  facts !== null && wish.fixes.some(({ nodeId, check }) => nodeId === id && fixFor(check, facts)?.step === step);

const lineOf = (wish: FixWish, fix: Fix): TaskMaker =>
  line({
    step: fix.step,
    phase: 'fix',
    subjects: ({ nodes }) => nodes.filter((node) => isWanted(wish, fix, node)).map((node) => ({ kind: 'node' as const, node })),
    title: ({ node }) => `${fix.title}: ${node.name}`,
    needs: [],
    changes: ({ node }) => fix.changes.map((change) => `${node.name}: ${change}`),
    seconds: 3,
  });

export const fixPlan = (wish: FixWish): PlanParts => ({
  title: ({ name }) => `Mend the machines of ${name}`,
  phases: [{ id: 'fix', title: 'Mend' }],
  lines: fixes.map((fix) => lineOf(wish, fix)),
  nothing: 'none of these findings can be mended by Hearth.',
});
