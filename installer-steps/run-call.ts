// Runs a named script for a step and turns what it recognised into faults.
import type { Node } from '#contract/nodes.ts';
import { fault, isFault, type Fault } from '#core/fault.ts';
import type { HostTarget, ScriptAnswer, ScriptCall } from '#core/ports/hosts.ts';
import type { StepContext } from '#core/runs/step.ts';
import { raiseProblem } from './calls/problems.ts';

/** As the inventory says how the node is reached. */
export async function ask(context: StepContext, node: Node, call: ScriptCall): Promise<ScriptAnswer> {
  const answer = await context.script(node, call);
  raiseProblem(answer, { host: node.name, script: call.script });
  return answer;
}

/**
 * Asks a control node for what only its cluster's API can do. Throws CLUSTER_UNREACHABLE, which is tried again, where the script failed for no
 * reason that has a fault of its own: while machines join, an API that works is away for a moment.
 */
export const askCluster = (context: StepContext, control: Node, call: ScriptCall): Promise<ScriptAnswer> =>
  orElse(ask(context, control, call), (lastLine) =>
    fault('CLUSTER_UNREACHABLE', { server: control.name, reason: lastLine === '' ? `${call.script} said nothing.` : lastLine }),
  );

/** With another login or sudo password than the inventory's, such as one that is used once. */
export async function askAt(context: StepContext, target: HostTarget, call: ScriptCall): Promise<ScriptAnswer> {
  const onLine = ({ text }: { readonly text: string }) => context.log(text);
  const answer = await context.ports.hosts.run(target, call, { signal: context.signal, onLine });
  const { exitCode, lastLine } = answer;
  if (exitCode !== 0) throw fault('SCRIPT_FAILED', { host: target.label, script: call.script, exitCode, lastLine });
  raiseProblem(answer, { host: target.label, script: call.script });
  return answer;
}

/** Of a script that failed for no reason that has a fault of its own: its last words, for a fault that fits better. */
export async function orElse<T>(work: Promise<T>, better: (lastLine: string) => Fault): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isFault(error) || error.view.code !== 'SCRIPT_FAILED') throw error;
    throw better(String(error.view.details['lastLine'] ?? ''));
  }
}
