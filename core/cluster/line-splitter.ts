import { RelistNeeded } from './trouble.ts';

// An object in etcd is at most 1.5 MB; a line far beyond that is no watch event.
const longestLine = 16 * 2 ** 20;

/** Cuts a watch stream into lines, however the chunks fall, and never holds more than one line. */
export class LineSplitter {
  #held: string[] = [];
  #length = 0;

  *push(chunk: string): Generator<string> {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', from)) {
      this.#keep(chunk.slice(from, end));
      from = end + 1;
      const line = this.#take();
      if (line.trim() !== '') yield line;
    }
    if (from < chunk.length) this.#keep(chunk.slice(from));
  }

  get unfinished(): boolean {
    return this.#length > 0;
  }

  #keep(part: string): void {
    this.#length += part.length;
    if (this.#length > longestLine) throw new RelistNeeded('a line of the watch is longer than any object may be');
    this.#held.push(part);
  }

  #take(): string {
    const line = this.#held.length === 1 ? (this.#held[0] ?? '') : this.#held.join('');
    this.#held = [];
    this.#length = 0;
    return line;
  }
}
