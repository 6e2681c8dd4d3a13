// Answers to the conflicts of a merge. They belong to what the conflict says, so that they outlive a merge that is made anew.
import type { Merge, MergeRegion, Resolution } from '#contract/inventory/versions.ts';

export type ConflictRegion = Extract<MergeRegion, { kind: 'conflict' }>;
export type Answer =
  | { readonly kind: 'mine' }
  | { readonly kind: 'theirs' }
  | { readonly kind: 'both' }
  | { readonly kind: 'text'; readonly text: string };
export type Answers = ReadonlyMap<string, Answer>;

export interface Conflict {
  readonly key: string;
  readonly region: ConflictRegion;
  /** The keys that it stands below, such as ["nodes", "oak"]. */
  readonly place: readonly string[];
}

/** In the order of the text. Where the same conflict comes twice, the second one has a key of its own. */
export function conflictsOf({ regions }: Pick<Merge, 'regions'>): readonly Conflict[] {
  const seen = new Map<string, number>();
  const trail = new Trail();
  return regions.flatMap((region) => {
    if (region.kind !== 'conflict') {
      trail.pass(region.lines);
      return [];
    }
    const place = trail.above([region.mine, region.theirs, region.base].find((lines) => lines.some(hasText)) ?? []);
    trail.pass(region.mine);
    const says = JSON.stringify([region.base, region.mine, region.theirs]);
    const times = seen.get(says) ?? 0;
    seen.set(says, times + 1);
    return [{ key: times === 0 ? says : `${says} ${times}`, region, place }];
  });
}

const hasText = (line: string): boolean => line.trim() !== '' && !line.trimStart().startsWith('#');
const depthOf = (line: string): number => line.length - line.trimStart().length;

/** The keys on the way to a line, by their indentation. */
class Trail {
  #keys: readonly { readonly depth: number; readonly key: string }[] = [];

  pass(lines: readonly string[]): void {
    for (const line of lines) {
      if (!hasText(line)) continue;
      const depth = depthOf(line);
      this.#keys = this.#keys.filter((one) => one.depth < depth);
      const key = /^\s*(?:- )?("[^"]*"|'[^']*'|[^\s'"#{[][^:]*):(?:\s|$)/.exec(line)?.[1];
      if (key !== undefined) this.#keys = [...this.#keys, { depth, key: key.replaceAll(/^["']|["']$/g, '') }];
    }
  }

  above(lines: readonly string[]): readonly string[] {
    const first = lines.find(hasText);
    const depth = first === undefined ? Infinity : depthOf(first);
    return this.#keys.filter((one) => one.depth < depth).map(({ key }) => key);
  }
}

/** What stands in the text instead of the conflict. */
export function linesWith({ mine, theirs }: ConflictRegion, answer: Answer): readonly string[] {
  if (answer.kind === 'mine') return mine;
  if (answer.kind === 'theirs') return theirs;
  if (answer.kind === 'both') return [...mine, ...theirs];
  return answer.text === '' ? [] : answer.text.split('\n');
}

/** Those that some conflict still asks for. */
export const fittingAnswers = (answers: Answers, conflicts: readonly Conflict[]): Answers => {
  const keys = new Set(conflicts.map(({ key }) => key));
  return new Map([...answers].filter(([key]) => keys.has(key)));
};

export const withAnswer = (answers: Answers, key: string, answer: Answer): Answers => new Map([...answers, [key, answer]]);

/** One answer for every conflict that has none yet. */
export const answeringOpen = (answers: Answers, conflicts: readonly Conflict[], answer: Answer): Answers =>
  new Map([...conflicts.map(({ key }) => [key, answer] as const), ...answers]);

export const openConflicts = (conflicts: readonly Conflict[], answers: Answers): readonly Conflict[] =>
  conflicts.filter(({ key }) => !answers.has(key));

/** Null as long as a conflict is open. */
export function resolutionsOf(conflicts: readonly Conflict[], answers: Answers): Resolution[] | null {
  const all = conflicts.flatMap(({ key, region }): Resolution[] => {
    const answer = answers.get(key);
    if (answer === undefined) return [];
    if (answer.kind === 'mine' || answer.kind === 'theirs') return [{ conflict: region.id, take: answer }];
    return [{ conflict: region.id, take: { kind: 'text', lines: [...linesWith(region, answer)] } }];
  });
  return all.length === conflicts.length ? all : null;
}

export interface Step {
  readonly conflicts: readonly Conflict[];
  readonly answers: Answers;
  readonly here: string | null;
  readonly step: 1 | -1;
}

/** From conflict to conflict, round and round; those that are open, as long as there are any. */
export function nextConflict({ conflicts, answers, here, step }: Step): Conflict | null {
  const open = openConflicts(conflicts, answers);
  const wanted = open.length > 0 ? new Set(open) : new Set(conflicts);
  const at = conflicts.findIndex(({ key }) => key === here);
  const begin = at < 0 && step < 0 ? conflicts.length : at;
  for (let moved = 1; moved <= conflicts.length; moved += 1) {
    const next = conflicts[(begin + step * moved + 2 * conflicts.length) % conflicts.length];
    if (next !== undefined && wanted.has(next)) return next;
  }
  return null;
}
