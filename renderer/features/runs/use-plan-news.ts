// Remembers the plan that a person has read first, to say what is different from it by now.
import { useState } from 'react';
import type { Plan } from '#contract/runs.ts';
import { newsOf } from './plan-news.ts';

interface Shown {
  /** What the plan is about: of another thing another plan is read. */
  readonly about: string;
  /** False while what is on the screen is being asked for anew. */
  readonly isSettled: boolean;
}

/** Null as long as nothing is different. */
export function usePlanNews(plan: Plan | undefined, { about, isSettled }: Shown): readonly string[] | null {
  const [first, setFirst] = useState<{ readonly about: string; readonly plan: Plan } | null>(null);
  if (plan === undefined) return null;
  if (first?.about === about) return newsOf(first.plan, plan);
  if (isSettled) setFirst({ about, plan });
  return null;
}
