// The one sentence at the top of Home, from what is live.
import type { ClusterNode } from '#contract/cluster.ts';
import { isBad } from '#renderer/live/order.ts';
import { t } from '#renderer/texts/current.ts';
import type { SetUp } from './set-up-state.ts';

export interface ClusterFacts {
  readonly nodes: readonly Pick<ClusterNode, 'name' | 'status' | 'reason'>[];
  readonly pods: number;
  readonly badPods: number;
  /** All first lists have arrived. */
  readonly complete: boolean;
  readonly refused: boolean;
  /** Named in the inventory, but not in the cluster. */
  readonly missing: readonly string[];
  /** Title of the newest run, if it failed. */
  readonly failedRun: string | null;
  /** What became of the set-up. */
  readonly setUp: SetUp['kind'];
  /** Who does not answer, and the time since when, as it is shown. */
  readonly silence: { readonly of: 'hearth' | 'cluster'; readonly since: string } | null;
}

const words = t.home.state;
/** More than this are counted instead of named. */
const named = 2;

export function stateSentence(facts: ClusterFacts): string {
  if (facts.refused) return words.refused;
  if (!facts.complete) return words.loading;
  if (facts.silence !== null) return words.silent[facts.silence.of](facts.silence.since);
  if (facts.nodes.length === 0) return words.noNodes;
  const amiss = facts.nodes.filter(isBad).map((node) => words.nodeIs(node.name, node.status));
  const troubles = [...amiss, ...facts.missing.map(words.missing)];
  const ready = facts.nodes.filter((node) => node.status === 'ready').length;
  const parts = [
    troubles.length === 0 ? words.wellOtherwise(ready) : words.amiss(shorten(troubles)),
    facts.badPods === 0 ? '' : words.podsAmiss(facts.badPods),
    facts.failedRun === null ? '' : words.runFailed(facts.failedRun),
    facts.setUp === 'undone' || facts.setUp === 'partly-undone' ? words[facts.setUp] : '',
  ].filter((part) => part !== '');
  return troubles.length === 0 && parts.length === 1 ? words.well(ready, facts.pods) : parts.join(' ');
}

function shorten(troubles: readonly string[]): readonly string[] {
  const more = troubles.length - named;
  return more > 0 ? [...troubles.slice(0, named), t.home.more(more)] : troubles;
}

const draft = t.home.draft;

/** The sentence of a platform whose cluster cannot be looked at. */
export function titleOf(name: string, setUp: SetUp): string {
  return setUp.kind === 'none' ? draft.none(name) : draft[setUp.kind](name, setUp.run.title);
}
