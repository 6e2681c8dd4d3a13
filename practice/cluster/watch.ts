// A watch of the simulated API: what was missed since a version, then every change as it happens.
import type { Place } from './places.ts';
import type { ObjectChange, ObjectStore } from './objects.ts';

/** Bookmarks keep a quiet watch alive, as the real server does. */
const bookmarkEveryMs = 10_000;

const line = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;

export interface WatchOptions {
  /** What is told first: every object as ADDED, or the changes that were missed. */
  readonly missed: readonly Pick<ObjectChange, 'type' | 'object'>[];
  readonly signal: AbortSignal;
  /** Aborted when the server is gone. */
  readonly lost: AbortSignal;
  /** What a read throws then. */
  readonly broken: () => Error;
}

export const concerns = (place: Place, { plural, object: { metadata } }: ObjectChange): boolean =>
  plural === place.plural &&
  (place.namespace === undefined || metadata.namespace === place.namespace) &&
  (place.name === undefined || metadata.name === place.name);

/** Subscribes at once, so that nothing is lost before the first read. */
export function watchChunks(
  store: ObjectStore,
  place: Place,
  { missed, signal, lost, broken }: WatchOptions,
): AsyncGenerator<string, void> {
  const queue = missed.map(({ type, object }) => line(type, object));
  let wake = (): void => undefined;
  const add = (text: string) => {
    queue.push(text);
    wake();
  };
  const stop = store.subscribe((change) => {
    if (concerns(place, change)) add(line(change.type, change.object));
  });
  const bookmark = () => ({ kind: 'Bookmark', apiVersion: 'v1', metadata: { resourceVersion: store.version() } });
  const timer = setInterval(() => add(line('BOOKMARK', bookmark())), bookmarkEveryMs).unref();
  const end = AbortSignal.any([signal, lost]);
  const close = () => {
    stop();
    clearInterval(timer);
    wake();
  };
  if (end.aborted) close();
  else end.addEventListener('abort', close, { once: true });
  return (async function* chunks() {
    try {
      while (!signal.aborted) {
        if (lost.aborted) throw broken();
        const next = queue.shift();
        if (next === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else yield next;
      }
    } finally {
      end.removeEventListener('abort', close);
      close();
    }
  })();
}
