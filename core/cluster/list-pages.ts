// A list, page by page. Each object is handed on as soon as its text is complete.
import { ListSplitter } from './list-splitter.ts';
import { readStream, type Ask } from './api-stream.ts';
import { object, text, type Raw } from './trim/raw.ts';
import { BrokenStream } from './trouble.ts';

export interface Page {
  /** resourceVersion of the list; the same on all its pages. */
  readonly version: string;
  /** Token of the next page; empty on the last. */
  readonly next: string;
}

interface PageReader {
  readonly pageSize: number;
  item(raw: Raw): void;
  heard(): void;
}

export const readPage = (ask: Omit<Ask, 'query'>, token: string, reader: PageReader): Promise<Page> => {
  const query = { limit: String(reader.pageSize), ...(token === '' ? {} : { continue: token }) };
  return readStream({ ...ask, query }, async (stream) => {
    const splitter = new ListSplitter();
    for await (const chunk of stream.chunks) {
      for (const json of splitter.push(chunk)) {
        reader.item(object(parsed(json)));
        stream.heard();
      }
      reader.heard();
    }
    const metadata = object(object(splitter.end())['metadata']);
    const version = text(metadata['resourceVersion']);
    if (version === '') throw new BrokenStream('the list has no resourceVersion');
    return { version, next: text(metadata['continue']) };
  });
};

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new BrokenStream('an object of the list is not JSON', error);
  }
};
