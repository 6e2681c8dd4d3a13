// What the rows of a paste are called: no name twice, and none that a node cannot have.
import { nodeName } from '#contract/nodes.ts';
import { freeName } from './cells.ts';

/** What became of a name that could not be taken as it was pasted. */
export type NameNote =
  | { readonly kind: 'again' | 'fitted'; readonly name: string; readonly as: string }
  | { readonly kind: 'unfit' | 'taken'; readonly name: string };

export interface PasteNames {
  /** The name of a new node; '' asks for any. Null: it cannot be called so. */
  readonly fresh: (name: string) => string | null;
  /** The name that a node has from now on; '' leaves it. Null: it cannot be called so. */
  readonly renamed: (from: string, to: string) => string | null;
  readonly notes: readonly NameNote[];
}

/** "Oak 1" means oak-1. What does not begin and end with a letter or digit is not guessed at. */
function fitting(name: string): string | null {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-');
  return nodeName.safeParse(plain).success ? plain : null;
}

/** `wanted`: all names of the paste; none of them is given to another row. */
export function createPasteNames(nodes: Iterable<string>, wanted: Iterable<string>): PasteNames {
  const given = new Set(nodes);
  const reserved = new Set([...given, ...wanted]);
  /** By renames, which are carried out last and in their order. */
  const freed = new Set<string>();
  const notes: NameNote[] = [];
  const give = (name: string): string => {
    given.add(name);
    reserved.add(name);
    return name;
  };
  return {
    notes,
    fresh(name) {
      if (name === '') return give(freeName(reserved));
      const fit = fitting(name);
      if (fit === null) {
        notes.push({ kind: 'unfit', name });
        return null;
      }
      const as = fit === name && !given.has(fit) ? fit : freeName(reserved, fit);
      if (as !== name) notes.push({ kind: as === fit ? 'fitted' : 'again', name, as });
      return give(as);
    },
    renamed(from, to) {
      if (to === '' || to === from) return from;
      const fit = fitting(to);
      if (fit === from) return from;
      if (fit === null || (given.has(fit) && !freed.has(fit))) {
        notes.push({ kind: fit === null ? 'unfit' : 'taken', name: to });
        return null;
      }
      if (fit !== to) notes.push({ kind: 'fitted', name: to, as: fit });
      freed.delete(fit);
      freed.add(from);
      return give(fit);
    },
  };
}
