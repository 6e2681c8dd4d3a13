// How many control nodes make sense, and what they bear: the cluster database works while more than half of its members do.

/** An even number bears no more failures than the odd one below it. */
export const controlCounts: readonly number[] = [1, 3, 5];
/** Once its cluster stands, an unsound number is what has become of it, and no reason to hold up everything else. */
export type ClusterStage = 'planned' | 'built';
export const majorityOf = (members: number): number => Math.floor(members / 2) + 1;
/** So many of them may stop at once. */
export const mayStop = (members: number): number => Math.max(0, members - majorityOf(members));
