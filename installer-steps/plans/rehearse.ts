// A dry run: the plan of the set-up, task for task, of which every one only looks.
import type { Platform } from '#contract/platforms.ts';
import type { Draft, PlanParts } from './planned-step.ts';
import { provisionPlan, type SetUpParts } from './provision.ts';

/** A script over an open connection, or a question to the API. */
const lookMs = 2000;

const looking = (draft: Draft): Draft => ({ ...draft, task: { ...draft.task, mode: 'rehearse', estimateMs: lookMs } });

export function rehearsePlan(platform: Platform, parts: SetUpParts): PlanParts {
  const real = provisionPlan(platform, parts);
  return {
    ...real,
    title: (on) => `Dry run: ${real.title(on)}`,
    lines: real.lines.map(
      (make): typeof make =>
        (on) =>
          make(on).map(looking),
    ),
  };
}
