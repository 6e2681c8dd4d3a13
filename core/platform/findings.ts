// What was found out about a machine, and how long it holds.
import type { Node } from '#contract/nodes.ts';

/** It stays as long as the entry still leads to that machine. */
export function keepFindings(node: Node, stored: readonly Node[]): Node {
  const before = stored.find((one) => one.id === node.id);
  const sameMachine = before !== undefined && before.address === node.address && before.port === node.port && sameJump(before, node);
  return { ...node, hostKey: sameMachine ? before.hostKey : null, facts: sameMachine ? before.facts : null };
}

const sameJump = ({ jump: a }: Pick<Node, 'jump'>, { jump: b }: Pick<Node, 'jump'>) =>
  a === b || (a !== null && b !== null && a.address === b.address && a.port === b.port);
