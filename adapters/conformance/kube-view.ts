// What a window would hold: the rows as the events of the live cache build them.
import { liveEvent, type FeedState, type LiveEvent, type LiveKind, type RowOf } from '#contract/cluster.ts';
import { resources } from '#core/cluster/resources.ts';
import type { ScriptedApi } from './scripted-api.ts';

export class View {
  readonly rows = new Map<string, RowOf[LiveKind]>();
  readonly seen: LiveEvent[] = [];
  complete = false;
  feed: FeedState | null = null;

  async follow(events: AsyncIterable<LiveEvent>): Promise<void> {
    for await (const event of events) this.take(event);
  }

  take(event: LiveEvent): void {
    this.seen.push(event);
    if (event.type === 'reset') {
      this.rows.clear();
      this.complete = false;
    } else if (event.type === 'complete') {
      this.complete = true;
    } else if (event.type === 'feed') {
      this.feed = event.feed;
    } else {
      for (const uid of event.rows.removed) this.rows.delete(uid);
      for (const row of event.rows.upserted) this.rows.set(row.uid, row);
    }
  }

  /** Every event as the contract would let it pass. */
  checked(): readonly LiveEvent[] {
    return this.seen.map((event) => liveEvent.parse(event));
  }
}

type Rows = readonly (readonly [string, string])[];
const sorted = (rows: Iterable<readonly [string, string]>): Rows => [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1));

// Storms compare thousands of times what hardly changes.
const written = new WeakMap<object, string>();
const remember = (source: object, write: () => unknown): string => {
  const text = written.get(source) ?? JSON.stringify(write());
  written.set(source, text);
  return text;
};

/** The rows of a view, to be compared with `truth`. */
export const held = (view: View): Rows => sorted([...view.rows].map(([uid, row]) => [uid, remember(row, () => row)]));

/** The rows that the server's own objects make. */
export const truth = (api: ScriptedApi, kind: LiveKind): Rows =>
  sorted(api.objects(resources[kind].path).map((object) => [object.metadata.uid, remember(object, () => resources[kind].trim(object))]));
