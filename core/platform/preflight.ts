// Looks at every machine and fills the preflight matrix while the answers come. Changes nothing on the machines.
import type { Node, PreflightCell } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import { attempt, keepFacts, type FactDeps, type FoundFacts } from './facts.ts';
import { inParallel } from './in-parallel.ts';
import { checks, judge, judgeNode } from './judge.ts';
import { getPlatform } from './platforms.ts';
import { cellOf, type Examined } from './preflight-check.ts';

/**
 * First every cell as "running", then the cells of each machine as it answers; at the end once more those that look different
 * now that all machines are known, such as twins. Facts that were read are kept.
 */
export async function* preflight(deps: FactDeps, platformId: string, signal: AbortSignal): AsyncGenerator<PreflightCell, void, undefined> {
  const platform = await getPlatform(deps, platformId);
  const { nodes, settings } = platform;
  yield* nodes.flatMap((node) => checks.map((check) => running(check, { node, settings })));

  const examined = new Map<string, Examined>();
  const shown = new Map<string, string>();
  const fleet = () => [...examined.values()];
  const show = (cells: readonly PreflightCell[]) => cells.filter((cell) => isNews(shown, cell));
  try {
    for await (const one of inParallel({ items: nodes, signal, work: (node, inner) => examine(deps, platform, { node, signal: inner }) })) {
      examined.set(one.node.id, one);
      yield* show(judgeNode(one, fleet(), settings));
    }
    yield* show(judge(fleet(), settings));
  } finally {
    await keepFacts(deps, platform, fleet().map(factsOf));
  }
}

const running = (check: (typeof checks)[number], subject: Parameters<typeof cellOf>[1]): PreflightCell => ({
  ...cellOf(check, subject, { state: 'unknown', found: '', reason: '' }),
  state: 'running',
});
const factsOf = ({ node, facts, fault }: Examined): FoundFacts => ({ nodeId: node.id, facts, fault });

function isNews(shown: Map<string, string>, cell: PreflightCell): boolean {
  const key = `${cell.nodeId} ${cell.check}`;
  const text = JSON.stringify(cell);
  if (shown.get(key) === text) return false;
  shown.set(key, text);
  return true;
}

async function examine(deps: FactDeps, platform: Platform, { node, signal }: { node: Node; signal: AbortSignal }): Promise<Examined> {
  const target = deps.target(platform, node);
  const facts = await attempt(() => deps.machines.facts(target, signal));
  // A machine that did not answer is not asked a second time.
  const sudo = facts.value === null ? { value: null } : await attempt(() => deps.machines.sudo(target, signal));
  return { node, facts: facts.value, sudo: sudo.value, passwordKnown: target.sudoPassword !== null, fault: facts.fault };
}
