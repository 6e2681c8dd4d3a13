// Which node of a changed inventory is which of the stored one.
import type { Node } from '#contract/nodes.ts';

type Unidentified = Omit<Node, 'id'>;
export interface Stored {
  readonly before: readonly Node[];
  readonly newId: () => string;
}

/** The same name is the same node; a new name at the address of one that vanished is that one, renamed. */
export function identified(nodes: readonly Unidentified[], { before, newId }: Stored): readonly Node[] {
  const byName = new Map(before.map((node) => [node.name, node.id]));
  const names = new Set(nodes.map(({ name }) => name));
  const placeOf = ({ address, port }: Pick<Node, 'address' | 'port'>) => `${address} ${port}`;
  const vanished = new Map(before.filter(({ name }) => !names.has(name)).map((node) => [placeOf(node), node.id]));
  return nodes.map((node) => {
    const place = placeOf(node);
    const known = byName.get(node.name) ?? vanished.get(place);
    if (!byName.has(node.name)) vanished.delete(place);
    return { id: known ?? newId(), ...node };
  });
}
