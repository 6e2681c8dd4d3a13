import { fault } from '#core/fault.ts';
import type { EnginePorts } from '../engine-ports.ts';
import { procedures } from '../procedures.ts';

function labOf({ practice }: EnginePorts) {
  if (practice === null) throw fault('NOT_POSSIBLE_NOW', { reason: 'Hearth was not started with the practice lab (--practice).' });
  return practice;
}

export const practice = {
  nodes: procedures.practice.nodes.handler(({ context: { engine } }) => [...labOf(engine).nodes()]),
  setFault: procedures.practice.setFault.handler(({ input, context: { engine } }) => labOf(engine).setFault(input.name, input)),
  kubeconfig: procedures.practice.kubeconfig.handler(({ context: { engine } }) => ({ yaml: labOf(engine).kubeconfig() })),
};
