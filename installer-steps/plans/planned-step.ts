// How a line of a plan is written, and how lines become tasks.
import type { ComponentFile } from '#contract/component-file.ts';
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import type { PlannedTask } from '#contract/runs.ts';
import type { Addon } from '#steps/systems/microk8s.ts';

/** What one task of a line is about. */
export type Subject =
  | { readonly kind: 'node'; readonly node: Node }
  | { readonly kind: 'platform' }
  | { readonly kind: 'addon'; readonly addon: Addon }
  | { readonly kind: 'component'; readonly component: ComponentFile };

/** `same`: that step's task for the same machine or component; where it has none, it is not waited for. */
export interface Need {
  readonly step: string;
  readonly of: 'same' | 'all' | 'needed-components' | 'used-addons';
}
export const same = (step: string): Need => ({ step, of: 'same' });
export const all = (step: string): Need => ({ step, of: 'all' });

export interface PlanLine<S extends Subject = Subject> {
  readonly step: string;
  readonly phase: string;
  readonly subjects: (platform: Platform) => readonly S[];
  readonly title: (subject: S, platform: Platform) => string;
  readonly needs: readonly Need[];
  /** Tasks of one lane never run side by side. */
  readonly lane?: string | ((subject: S) => string);
  /** What it will change, in words; nothing for what only looks. */
  readonly changes?: (subject: S, platform: Platform) => readonly string[];
  readonly input?: (subject: S, platform: Platform) => PlannedTask['input'];
  /** Seconds, until the history of earlier runs knows better. */
  readonly seconds: number | ((subject: S) => number);
}

export type TaskMaker = (platform: Platform) => readonly Draft[];
export interface Draft {
  readonly task: Omit<PlannedTask, 'needs'>;
  readonly subject: Subject;
  readonly needs: readonly Need[];
}

/** Ties the line's functions to its own kind of subject. */
export const line =
  <S extends Subject>(entry: PlanLine<S>): TaskMaker =>
  (platform) =>
    entry.subjects(platform).map((subject) => ({
      subject,
      needs: entry.needs,
      task: {
        id: taskIdOf(entry.step, subject),
        step: entry.step,
        mode: 'apply',
        title: entry.title(subject, platform),
        phase: entry.phase,
        nodeId: subject.kind === 'node' ? subject.node.id : null,
        lane: typeof entry.lane === 'function' ? entry.lane(subject) : (entry.lane ?? null),
        changes: [...(entry.changes?.(subject, platform) ?? [])],
        estimateMs: 1000 * (typeof entry.seconds === 'number' ? entry.seconds : entry.seconds(subject)),
        input: entry.input?.(subject, platform) ?? {},
      },
    }));

export function suffixOf(subject: Subject): string {
  if (subject.kind === 'platform') return '';
  if (subject.kind === 'node') return subject.node.name;
  return subject.kind === 'addon' ? subject.addon.name : subject.component.id;
}

const taskIdOf = (step: string, subject: Subject) => (suffixOf(subject) === '' ? step : `${step}:${suffixOf(subject)}`);

/** Turns the needs of each draft into ids of tasks that are in the plan. */
export function linkTasks(drafts: readonly Draft[]): PlannedTask[] {
  return drafts.map(({ task, subject, needs }) => ({
    ...task,
    needs: [...new Set(needs.flatMap((need) => tasksMeant(drafts, subject, need)))],
  }));
}

function tasksMeant(drafts: readonly Draft[], subject: Subject, { step, of }: Need): readonly string[] {
  const candidates = drafts.filter((draft) => draft.task.step === step);
  const chosen = candidates.filter((draft) => of === 'all' || isMeant(draft.subject, subject, of));
  return chosen.map((draft) => draft.task.id);
}

function isMeant(candidate: Subject, subject: Subject, of: Exclude<Need['of'], 'all'>): boolean {
  if (of === 'same') return candidate.kind === subject.kind && suffixOf(candidate) === suffixOf(subject);
  if (subject.kind !== 'component') return false;
  const { needs, addons } = subject.component;
  if (of === 'needed-components') return needs.includes(suffixOf(candidate));
  return candidate.kind === 'addon' && (candidate.addon.isHelm || addons.some((name) => name === candidate.addon.name));
}
