// Whether what a run needs answers now: a connection to each machine's SSH port, without logging in.
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import type { Plan, RunWish } from '#contract/runs.ts';
import { inParallel } from '#core/platform/in-parallel.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { HostTarget, Hosts } from '#core/ports/hosts.ts';

export interface ReachDeps {
  readonly hosts: Pick<Hosts, 'climb'>;
  readonly clock: Clock;
  readonly target: (platform: Platform, node: Node) => HostTarget;
}

/** One that is there takes a connection sooner. */
const patienceMs = 4000;
/** So many that are silent are named. */
const namedAtMost = 3;

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

export type Answers = (node: Node) => Promise<boolean>;

/** Each machine is asked once, however many plans work on it. */
export function askedOnce(deps: ReachDeps, platform: Platform, signal: AbortSignal): Answers {
  const asked = new Map<string, Promise<boolean>>();
  return (node) => {
    const answer = asked.get(node.id) ?? takesConnection(deps, deps.target(platform, node), signal);
    asked.set(node.id, answer);
    return answer;
  };
}

/** What does not answer, as a sentence; "" when all of it does. Throws the signal's reason. */
export async function silenceOf(answersOf: Answers, { platform, wish, plan }: Wanting, signal: AbortSignal): Promise<string> {
  const silent: string[] = [];
  const work = async (node: Node) => ({ node, answers: await answersOf(node) });
  for await (const { node, answers } of inParallel({ items: neededFor({ platform, wish, plan }), signal, work })) {
    if (!answers) silent.push(node.name);
    if (silent.length === namedAtMost) break;
  }
  // Whoever was not waited for is not silent.
  signal.throwIfAborted();
  if (silent.length === 0) return '';
  const names = list.format(silent.toSorted());
  return silent.length === 1 ? `${names} does not answer.` : `${names} do not answer.`;
}

interface Wanting {
  readonly platform: Platform;
  readonly wish: RunWish;
  readonly plan: Plan;
}

/** The machines that the plan works on, and where it has tasks for the whole of the platform, a control node to carry them out. */
function neededFor({ platform, wish, plan }: Wanting): readonly Node[] {
  const ids = new Set(plan.tasks.map(({ nodeId }) => nodeId));
  const lead = platform.nodes.find(({ role }) => role === 'control');
  if (ids.has(null) && lead !== undefined) ids.add(lead.id);
  const lost = wish.kind === 'remove-node' && wish.machine === 'lost' ? wish.nodeId : '';
  return platform.nodes.filter(({ id }) => ids.has(id) && id !== lost);
}

async function takesConnection({ hosts, clock }: ReachDeps, target: HostTarget, signal: AbortSignal): Promise<boolean> {
  const end = new AbortController();
  const both = AbortSignal.any([signal, end.signal]);
  const late = clock.sleep(patienceMs, both).then(
    () => false,
    () => false,
  );
  try {
    return await Promise.race([connects(hosts.climb(target, both)), late]);
  } finally {
    end.abort();
  }
}

async function connects(rungs: ReturnType<Hosts['climb']>): Promise<boolean> {
  try {
    for await (const { rung, state } of rungs) {
      if (rung === 'tcp' && state !== 'running') return state === 'pass';
      if (state === 'fail') return false;
    }
  } catch {
    // Whatever keeps it from answering: it does not.
  }
  return false;
}
