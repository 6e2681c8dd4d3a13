// How a line of a plan is written, and how lines become tasks.
import type { ComponentFile } from '#contract/component-file.ts';
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import type { Plan, PlannedTask } from '#contract/runs.ts';
import type { Feature } from '#steps/systems/system.ts';

/** What one task of a line is about. */
export type Subject =
  | { readonly kind: 'node'; readonly node: Node }
  | { readonly kind: 'platform' }
  | { readonly kind: 'feature'; readonly feature: Feature }
  | { readonly kind: 'component'; readonly component: ComponentFile };

export type NodeSubject = Extract<Subject, { readonly kind: 'node' }>;

/** `same`: that step's task for the same machine or component; where it has none, it is not waited for. `previous`: that step's task for the machine that comes before it. */
export interface Need {
  readonly step: string;
  readonly of: 'same' | 'all' | 'previous' | 'needed-components' | 'used-features';
}
export const same = (step: string): Need => ({ step, of: 'same' });
export const all = (step: string): Need => ({ step, of: 'all' });
export const previous = (step: string): Need => ({ step, of: 'previous' });

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

/** What a plan is made of; each kind of run has a file that says it. */
export interface PlanParts {
  readonly title: (platform: Platform) => string;
  readonly phases: Plan['phases'];
  readonly lines: readonly TaskMaker[];
  /** Why there may be nothing to do, as a clause. */
  readonly nothing: string;
  /** What is left as it is, one sentence each. */
  readonly stays?: readonly string[];
}

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
  return subject.kind === 'feature' ? subject.feature.name : subject.component.id;
}

const taskIdOf = (step: string, subject: Subject) => (suffixOf(subject) === '' ? step : `${step}:${suffixOf(subject)}`);

/** The same tasks, none of which begins before all tasks of those steps have ended well. */
export const after =
  (steps: readonly string[], make: TaskMaker): TaskMaker =>
  (platform) =>
    make(platform).map(({ task, subject, needs }) => ({ task, subject, needs: needs.concat(steps.map(all)) }));

/** The same tasks, made for another platform: the one that there will be by then. */
export const on =
  (change: (platform: Platform) => Platform, make: TaskMaker): TaskMaker =>
  (platform) =>
    make(change(platform));

/** Turns the needs of each draft into ids of tasks that are in the plan. */
export function linkTasks(drafts: readonly Draft[]): PlannedTask[] {
  const lines = new Map([...Map.groupBy(drafts, ({ task }) => task.step)].map(([step, all]) => [step, lineOf(all)]));
  return drafts.map(({ task, subject, needs }) => ({
    ...task,
    needs: [...new Set(needs.flatMap((need) => tasksMeant(lines.get(need.step) ?? noLine, subject, need)))],
  }));
}

/** All tasks of one step, and where the one about a subject stands: with many machines, nobody looks for it among all of them. */
interface StepLine {
  readonly drafts: readonly Draft[];
  readonly places: ReadonlyMap<string, readonly number[]>;
}
const noLine: StepLine = { drafts: [], places: new Map() };
const subjectKey = (subject: Subject) => `${subject.kind}:${suffixOf(subject)}`;
const lineOf = (drafts: readonly Draft[]): StepLine => ({
  drafts,
  places: Map.groupBy(drafts.keys(), (index) => {
    const draft = drafts[index];
    return draft === undefined ? '' : subjectKey(draft.subject);
  }),
});

function tasksMeant({ drafts, places }: StepLine, subject: Subject, { of }: Need): readonly string[] {
  const own = places.get(subjectKey(subject)) ?? [];
  if (of === 'same') return own.flatMap((index) => drafts[index]?.task.id ?? []);
  if (of === 'previous') {
    const [first = -1] = own;
    return drafts.slice(Math.max(0, first - 1), Math.max(0, first)).map(({ task }) => task.id);
  }
  return drafts.filter((draft) => of === 'all' || isMeant(draft.subject, subject, of)).map(({ task }) => task.id);
}

function isMeant(candidate: Subject, subject: Subject, of: Extract<Need['of'], 'needed-components' | 'used-features'>): boolean {
  if (subject.kind !== 'component') return false;
  const { needs, asks } = subject.component;
  if (of === 'needed-components') return needs.includes(suffixOf(candidate));
  // Helm is how components are installed, and without the network no pod starts.
  const always: readonly Feature['gives'][] = ['helm', 'network'];
  return candidate.kind === 'feature' && [...always, ...asks].includes(candidate.feature.gives);
}
