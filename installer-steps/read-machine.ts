// The looks at a machine that the wizard and the runs share.
import type { NodeFacts } from '#contract/nodes.ts';
import { fault } from '#core/fault.ts';
import type { MachineReader } from '#core/platform/facts.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Hosts, HostTarget, ScriptAnswer, ScriptCall } from '#core/ports/hosts.ts';
import { loginCheck, loginOf } from './calls/access.ts';
import { facts, factsOf, reachCheck, reachOf } from './calls/facts.ts';

interface ReadDeps {
  readonly hosts: Pick<Hosts, 'run'>;
  readonly clock: Pick<Clock, 'now'>;
}

export async function readFacts({ hosts, clock }: ReadDeps, target: HostTarget, signal: AbortSignal): Promise<NodeFacts> {
  const asked = clock.now();
  const answer = await readAnswer(hosts, { target, call: facts(), signal });
  // An answer that was asked for ahead speaks of that time.
  return factsOf(answer, { ...(answer.within ?? { asked, answered: clock.now() }), host: target.label });
}

export const machineReader = (deps: ReadDeps): MachineReader => ({
  facts: (target, signal) => readFacts(deps, target, signal),
  sudo: async (target, signal) => loginOf(await readAnswer(deps.hosts, { target, call: loginCheck(), signal })).sudo,
  reach: async (target, signal) => reachOf(await readAnswer(deps.hosts, { target, call: reachCheck(target.address), signal })),
});

export async function readAnswer(
  hosts: ReadDeps['hosts'],
  { target, call, signal }: { target: HostTarget; call: ScriptCall; signal: AbortSignal },
): Promise<ScriptAnswer> {
  // Free output of a look is of no use to anybody; what counts comes as answers.
  const answer = await hosts.run(target, call, { signal, onLine: () => {} });
  const { exitCode, lastLine } = answer;
  if (exitCode !== 0) throw fault('SCRIPT_FAILED', { host: target.label, script: call.script, exitCode, lastLine });
  return answer;
}
