// One watch request, from a version on, line by line.
import { readStream, type Ask } from './api-stream.ts';
import { LineSplitter } from './line-splitter.ts';
import { compareVersions } from './resource-version.ts';
import { count, object, text, type Raw } from './trim/raw.ts';
import { BrokenStream, Refusal, RelistNeeded } from './trouble.ts';

/**
 * Seconds after which the server ends a watch by itself, with a bookmark just before. Short, because a quiet kind is otherwise
 * silent for a minute and a dead connection could not be told from a quiet one.
 */
const lifeSeconds = 30;
const lifeJitter = 7;
/** A watch that lasted so long ended because it was asked to. */
export const fullLifeMs = lifeSeconds * 1000 - 2000;

interface WatchReader {
  /** Called when the server has accepted the watch. */
  opened(): void;
  upsert(raw: Raw): void;
  remove(raw: Raw): void;
  /** Everything up to this version is known; the watch can be resumed from it. */
  reached(version: string): void;
}

interface WatchAsk extends Omit<Ask, 'query'> {
  readonly from: string;
  readonly random: () => number;
}

/** Resolves when the server ends the watch in order; rejects when it breaks or a new list is needed. */
export const readWatch = (ask: WatchAsk, reader: WatchReader): Promise<void> => {
  const query = {
    watch: '1',
    allowWatchBookmarks: 'true',
    resourceVersion: ask.from,
    timeoutSeconds: String(lifeSeconds + Math.floor(ask.random() * (lifeJitter + 1))),
  };
  return readStream({ ...ask, query }, async (stream) => {
    reader.opened();
    const lines = new LineSplitter();
    let from = ask.from;
    for await (const chunk of stream.chunks) {
      for (const line of lines.push(chunk)) {
        from = take(line, from, reader);
        stream.heard();
      }
    }
    if (lines.unfinished) throw new BrokenStream('the watch ended in the middle of a line');
  });
};

const take = (line: string, from: string, reader: WatchReader): string => {
  const event = object(parsed(line));
  const raw = object(event['object']);
  if (event['type'] === 'ERROR') throw failure(raw);
  const version = text(object(raw['metadata'])['resourceVersion']);
  if (version === '') throw new RelistNeeded('an event without a resourceVersion');
  const step = compareVersions(version, from);
  // Also after the server's store was restored from a backup: versions begin anew below the ones seen.
  if (step !== null && step < 0) throw new RelistNeeded('versions went backwards');
  switch (event['type']) {
    case 'ADDED':
    case 'MODIFIED':
      reader.upsert(raw);
      break;
    case 'DELETED':
      reader.remove(raw);
      break;
    case 'BOOKMARK':
      break;
    default:
      throw new RelistNeeded('an event of an unknown type');
  }
  reader.reached(version);
  return version;
};

const failure = (status: Raw): Error => {
  const code = count(status['code']);
  if (code === 410 || status['reason'] === 'Expired' || status['reason'] === 'Gone') return new RelistNeeded('the version has expired');
  const message = text(status['message']);
  if (code !== 429) return new RelistNeeded(`the watch was ended with ${code} ${message}`);
  const seconds = count(object(status['details'])['retryAfterSeconds']);
  return new Refusal(code, message, seconds === 0 ? null : seconds);
};

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new RelistNeeded('a line of the watch is not JSON', { cause: error });
  }
};
