// Recognises key strokes one after the other ("g n") and together ("mod+k"); free of the DOM, so that it can be tested.
export interface Stroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly timeStamp: number;
}
interface Bound {
  readonly keys: string;
  readonly run: () => void;
}

/** A second stroke later than this starts anew. */
const togetherMs = 1_200;

export function createStrokes() {
  const bound = new Set<Bound>();
  let first: { key: string; at: number } | null = null;
  const find = (keys: string): (() => void) | null => [...bound].findLast((one) => one.keys === keys)?.run ?? null;
  return {
    add(shortcuts: readonly Bound[]): () => void {
      for (const one of shortcuts) bound.add(one);
      return () => {
        for (const one of shortcuts) bound.delete(one);
      };
    },
    /** What to run; while typing only strokes with the platform's modifier count. */
    press(stroke: Stroke, typing: boolean): (() => void) | null {
      if (stroke.altKey) return null;
      const key = stroke.key.toLowerCase();
      if (stroke.ctrlKey || stroke.metaKey) return find(`mod+${key}`);
      if (typing || key.length !== 1) return null;
      const before = first;
      first = null;
      if (before !== null && stroke.timeStamp - before.at < togetherMs) return find(`${before.key} ${key}`);
      const single = find(key);
      if (single === null) first = { key, at: stroke.timeStamp };
      return single;
    },
  };
}
