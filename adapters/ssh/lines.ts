// Bytes to lines. Nothing is lost or split in the wrong place, and memory stays bounded.

/** A line longer than this is cut and marked. */
export const maxLineBytes = 64 * 1024;
/** Answers may be larger than a log line. */
const maxAnswerBytes = 32 * 1024 * 1024;

export interface Splitter {
  push(chunk: Buffer): void;
  /** Gives out a last line without a newline. */
  end(): void;
}

export interface SplitterPlan {
  readonly onLine: (text: string) => void;
  /** Lines that hold this are answers and are not cut. */
  readonly mark: string;
}

const newline = 0x0a;
const carriageReturn = 0x0d;

/** As a terminal shows it: after a carriage return the line is written anew. */
function afterLastReturn(line: Buffer): Buffer {
  let end = line.length;
  while (end > 0 && line[end - 1] === carriageReturn) end -= 1;
  const bare = line.subarray(0, end);
  return bare.subarray(bare.lastIndexOf(carriageReturn) + 1);
}

/** Cuts between characters, not inside one. */
function cutAt(line: Buffer, limit: number): Buffer {
  let end = limit;
  while (end > 0 && ((line[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return line.subarray(0, end);
}

export function lineSplitter(plan: SplitterPlan): Splitter {
  const mark = Buffer.from(plan.mark);
  let parts: Buffer[] = [];
  let kept = 0;
  let dropped = 0;
  let answer = false;

  const isAnswer = () => {
    // The mark may be split between chunks, so the parts are joined first.
    answer ||= Buffer.concat(parts).includes(mark);
    return answer;
  };
  const keep = (piece: Buffer) => {
    if (dropped > 0) {
      dropped += piece.length;
      return;
    }
    // A copy: what is kept may live long, and must not keep a whole packet alive.
    parts.push(Buffer.from(piece));
    kept += piece.length;
    if (kept <= maxLineBytes * 2) return;
    if (kept <= maxAnswerBytes && isAnswer()) return;
    const shown = afterLastReturn(Buffer.concat(parts));
    const head = shown.length > maxLineBytes ? cutAt(shown, maxLineBytes) : shown;
    dropped = shown.length - head.length;
    parts = [Buffer.from(head)];
    kept = head.length;
  };
  const flush = () => {
    const whole = afterLastReturn(Buffer.concat(parts));
    const long = dropped === 0 && whole.length > maxLineBytes && !whole.includes(mark);
    const line = long ? cutAt(whole, maxLineBytes) : whole;
    const missing = dropped + whole.length - line.length;
    parts = [];
    kept = 0;
    dropped = 0;
    answer = false;
    const text = line.toString('utf8');
    plan.onLine(missing === 0 ? text : `${text} […${missing} more bytes]`);
  };

  return {
    push(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(newline, from); at >= 0; at = chunk.indexOf(newline, from)) {
        keep(chunk.subarray(from, at));
        flush();
        from = at + 1;
      }
      if (from < chunk.length) keep(chunk.subarray(from));
    },
    end() {
      if (kept > 0 || dropped > 0) flush();
    },
  };
}
