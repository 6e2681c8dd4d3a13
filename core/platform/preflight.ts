// Looks at every machine and fills the preflight matrix while the answers come. Changes nothing on the machines.
import type { Node, PreflightCell } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import { attempt, keepFacts, type FactDeps, type FoundFacts } from './facts.ts';
import { inParallel } from './in-parallel.ts';
import { checks, judge, judgeNode } from './judge.ts';
import { getPlatform } from './platforms.ts';
import { cellOf, type Examined } from './preflight-check.ts';
import type { ClusterMembers } from './keep-members.ts';
import { preflightReport } from './preflight-report.ts';

interface Checked {
  /** Which machines they were: another one, or another address, asks for another check. */
  readonly machines: string;
  readonly at: number;
  readonly cells: readonly PreflightCell[];
}

export type PreflightDeps = FactDeps & {
  /** The last check of each platform, as long as Hearth runs. */
  readonly checked: Map<string, Checked>;
  /** Who is in its cluster, by all that is known. */
  readonly members: ClusterMembers;
};

/**
 * First every cell as "running", then the cells of each machine as it answers; at the end once more those that look different
 * now that all machines are known, such as twins. Facts that were read are kept.
 */
export async function* preflight(
  deps: PreflightDeps,
  platformId: string,
  signal: AbortSignal,
): AsyncGenerator<PreflightCell, void, undefined> {
  const platform = await getPlatform(deps, platformId);
  const { nodes, settings, distribution } = platform;
  // The machines of an existing cluster are not Hearth's to judge.
  if (distribution === 'existing') return;
  const members = deps.members(platformId);
  const intent = { settings, distribution };
  yield* nodes.flatMap((node) => checks.map((check) => running(check, { node, ...intent })));

  const examined = new Map<string, Examined>();
  const shown = new Map<string, string>();
  const fleet = () => [...examined.values()];
  const show = (cells: readonly PreflightCell[]) => cells.filter((cell) => isNews(shown, cell));
  try {
    for await (const one of inParallel({ items: nodes, signal, work: (node, inner) => examine(deps, platform, { node, signal: inner }) })) {
      examined.set(one.node.id, one);
      yield* show(judgeNode(one, fleet(), { ...intent, cluster: await members }));
    }
    const cells = judge(fleet(), { ...intent, cluster: await members });
    deps.checked.set(platformId, { machines: machinesOf(platform), at: deps.clock.now(), cells });
    yield* show(cells);
  } finally {
    await keepFacts(deps, platform, fleet().map(factsOf));
  }
}

export interface PreflightReport {
  readonly markdown: string;
  readonly at: number;
  readonly cells: PreflightCell[];
}

/** Of the last check, if it was of these machines; else they are checked now. */
export async function reportPreflight(deps: PreflightDeps, platformId: string, signal: AbortSignal): Promise<PreflightReport> {
  const before = await getPlatform(deps, platformId);
  const kept = deps.checked.get(platformId);
  if (kept?.machines !== machinesOf(before)) for await (const cell of preflight(deps, platformId, signal)) void cell;
  const { name, nodes } = await getPlatform(deps, platformId);
  const { at, cells } = deps.checked.get(platformId) ?? { at: deps.clock.now(), cells: [] };
  return { markdown: preflightReport({ name, nodes, at, cells }), at, cells: [...cells] };
}

const machinesOf = ({ nodes }: Pick<Platform, 'nodes'>) =>
  nodes.map(({ id, name, address, port, role }) => [id, name, address, port, role].join(' ')).join('\n');

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
  const passwordKnown = target.sudoPassword !== null;
  // A machine that did not answer is not asked a second time.
  if (facts.value === null) return { node, facts: null, sudo: null, reach: null, passwordKnown, fault: facts.fault };
  const [sudo, reach] = await Promise.all([
    attempt(() => deps.machines.sudo(target, signal)),
    attempt(() => deps.machines.reach(target, signal)),
  ]);
  return { node, facts: facts.value, sudo: sudo.value, reach: reach.value, passwordKnown, fault: null };
}
