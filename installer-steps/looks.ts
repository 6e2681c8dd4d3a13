// What a step's check will ask, said before it is asked.
import type { Node } from '#contract/nodes.ts';
import type { ScriptCall } from '#core/ports/hosts.ts';
import type { Look } from '#core/runs/step.ts';

export const aboutMachine = (node: Node, ...calls: readonly ScriptCall[]): readonly Look[] =>
  calls.map((call) => ({ node, call, about: 'machine' }));

/** Answered by a control node; out of date as soon as anything changes anywhere. */
export const aboutCluster = (node: Node, ...calls: readonly ScriptCall[]): readonly Look[] =>
  calls.map((call) => ({ node, call, about: 'cluster' }));
