// What a step is given: its node, its log, the ports, and scripts bound to its signal.
import type { Node } from '#contract/nodes.ts';
import type { LogLine, Task } from '#contract/runs.ts';
import type { Platform } from '#contract/platforms.ts';
import { fault } from '#core/fault.ts';
import type { HostTarget } from '#core/ports/hosts.ts';
import type { Secret } from '#core/secret.ts';
import { guardPorts, noteCall, noteTarget } from './guarded-ports.ts';
import { keptPorts, type KeptUse } from './looks-of-run.ts';
import type { Redactor } from '#core/redact.ts';
import type { StepContext, StepPorts } from './step.ts';

export interface ContextSource {
  readonly task: Task;
  readonly platform: Platform;
  readonly password: Secret | null;
  readonly ports: StepPorts;
  readonly redactor: Redactor;
  readonly target: (platform: Platform, node: Node) => HostTarget;
  readonly write: (stream: LogLine['stream'], text: string) => void;
  /** Left out: every look is asked anew. */
  readonly kept?: KeptUse;
}

/** NOT_FOUND when the task's node is no longer in the platform. */
function nodeOf(platform: Platform, task: Task): Node | null {
  if (task.nodeId === null) return null;
  const node = platform.nodes.find((candidate) => candidate.id === task.nodeId);
  if (node === undefined) throw fault('NOT_FOUND', { thing: 'machine', id: task.nodeId });
  return node;
}

export function taskContext(source: ContextSource, signal: AbortSignal): StepContext {
  const { task, platform, password, redactor, write } = source;
  const guarded = guardPorts(source.ports, redactor);
  const nodeIds = new WeakMap<HostTarget, string>();
  const ports = source.kept === undefined ? guarded : keptPorts(guarded, source.kept, (target) => nodeIds.get(target) ?? null);
  const target = (node: Node) => {
    const made = noteTarget(redactor, source.target(platform, node));
    nodeIds.set(made, node.id);
    return made;
  };
  return {
    platform,
    node: nodeOf(platform, task),
    input: task.input,
    ports,
    signal,
    password,
    target,
    log: (text) => write('hearth', text),
    async script(node, call) {
      const onLine = ({ stream, text }: { readonly stream: 'out' | 'err'; readonly text: string }) => write(stream, text);
      const answer = await ports.hosts.run(target(node), noteCall(redactor, call), { signal, onLine });
      if (answer.exitCode === 0) return answer;
      const { exitCode, lastLine } = answer;
      throw fault('SCRIPT_FAILED', { host: node.name, script: call.script, exitCode, lastLine });
    },
  };
}
