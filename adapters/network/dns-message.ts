// The few parts of DNS that finding machines needs (RFC 1035, RFC 6762). Everything that comes in was written by strangers:
// every length is checked, and a name may only point backwards, so that reading always ends.

export const recordType = { A: 1, PTR: 12, SRV: 33 } as const;
export type RecordType = keyof typeof recordType;

export interface Question {
  readonly name: string;
  readonly type: RecordType;
}

export type DnsRecord =
  | { readonly type: 'A'; readonly name: string; readonly address: string }
  | { readonly type: 'PTR'; readonly name: string; readonly target: string }
  | { readonly type: 'SRV'; readonly name: string; readonly target: string; readonly port: number };

export interface DnsResponse {
  readonly id: number;
  readonly records: readonly DnsRecord[];
}

const headerBytes = 12;
/** RFC 6762, 17: the largest message of multicast DNS. */
const mostBytes = 9000;
/** Far more than a machine has to say about itself. */
const mostRecords = 200;
const mostNameBytes = 255;
const mostLabelBytes = 63;
const classInternet = 1;
/** In a question: answer to me alone. In a record: forget what you knew before. */
const topBit = 0x8000;

/** Anything in the message that does not follow the rules. */
class Malformed extends Error {
  override readonly name = 'Malformed';
}

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

interface Read<T> {
  readonly value: T;
  readonly next: number;
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(at: number): number {
    const value = this.#bytes[at];
    if (value === undefined) throw new Malformed('cut off');
    return value;
  }

  word(at: number): number {
    if (at + 2 > this.#bytes.length) throw new Malformed('cut off');
    return this.#view.getUint16(at);
  }

  label(at: number, length: number): string {
    if (at + length > this.#bytes.length) throw new Malformed('cut off');
    return escaped(decoder.decode(this.#bytes.subarray(at, at + length)));
  }

  /** Labels until a zero; a pointer goes on at an earlier place, and only ever earlier. */
  name(start: number): Read<string> {
    const labels: string[] = [];
    let bytes = 0;
    let at = start;
    let limit = start;
    let next = 0;
    for (;;) {
      const length = this.byte(at);
      if (length === 0) return { value: labels.join('.'), next: next === 0 ? at + 1 : next };
      if (length >= 0xc0) {
        const target = this.word(at) & 0x3fff;
        if (target >= limit) throw new Malformed('a name points forwards');
        next = next === 0 ? at + 2 : next;
        limit = target;
        at = target;
        continue;
      }
      if (length > mostLabelBytes) throw new Malformed('a label of an unknown kind');
      bytes += length + 1;
      if (bytes >= mostNameBytes) throw new Malformed('a name is too long');
      labels.push(this.label(at + 1, length));
      at += length + 1;
    }
  }
}

/** A dot inside a label is not the end of it: `My PC 2.0` is one label. */
const escaped = (label: string) => label.replace(/[\\.]/g, '\\$&');
const labelsOf = (name: string) =>
  (name === '' ? [] : (name.match(/(?:\\.|[^.\\])+/gs) ?? [])).map((label) => label.replace(/\\(.)/gs, '$1'));

/** The first label as people read it. */
export const firstLabel = (name: string): string => labelsOf(name)[0] ?? '';

interface RecordHead {
  readonly name: string;
  readonly type: number;
  readonly isInternet: boolean;
  readonly at: number;
  readonly length: number;
}

function recordIn(reader: Reader, { name, type, isInternet, at, length }: RecordHead): DnsRecord | null {
  const ends = (next: number) => {
    if (next !== at + length) throw new Malformed('a record whose data is of another length');
  };
  if (!isInternet) return null;
  if (type === recordType.A) {
    ends(at + 4);
    return { type: 'A', name, address: [0, 1, 2, 3].map((index) => reader.byte(at + index)).join('.') };
  }
  if (type === recordType.PTR) {
    const target = reader.name(at);
    ends(target.next);
    return { type: 'PTR', name, target: target.value };
  }
  if (type !== recordType.SRV) return null;
  const target = reader.name(at + 6);
  ends(target.next);
  return { type: 'SRV', name, port: reader.word(at + 4), target: target.value };
}

function recordAt(reader: Reader, at: number): Read<DnsRecord | null> {
  const { value: name, next } = reader.name(at);
  const length = reader.word(next + 8);
  const head = { name, type: reader.word(next), isInternet: (reader.word(next + 2) & ~topBit) === classInternet, at: next + 10, length };
  // Even of a record that is of no interest the end must lie within the message.
  if (length > 0) reader.byte(head.at + length - 1);
  return { value: recordIn(reader, head), next: head.at + length };
}

function responseIn(bytes: Uint8Array): DnsResponse | null {
  const reader = new Reader(bytes);
  const flags = reader.word(2);
  const [isResponse, opcode, isTruncated, failure] = [flags >> 15, (flags >> 11) & 15, (flags >> 9) & 1, flags & 15];
  if (isResponse !== 1 || opcode !== 0 || isTruncated !== 0 || failure !== 0) return null;
  const questions = reader.word(4);
  const count = reader.word(6) + reader.word(8) + reader.word(10);
  if (questions + count > mostRecords) return null;
  let at = headerBytes;
  for (let index = 0; index < questions; index += 1) at = reader.name(at).next + 4;
  const records: DnsRecord[] = [];
  for (let index = 0; index < count; index += 1) {
    const { value, next } = recordAt(reader, at);
    if (value !== null) records.push(value);
    at = next;
  }
  return { id: reader.word(0), records };
}

/** The records of a response, or null for anything that is none or is malformed anywhere. Never throws. */
export function parseResponse(bytes: Uint8Array): DnsResponse | null {
  if (bytes.length < headerBytes || bytes.length > mostBytes) return null;
  try {
    return responseIn(bytes);
  } catch (error) {
    // A TypeError is the decoder's word for text that is not UTF-8.
    if (error instanceof Malformed || error instanceof TypeError) return null;
    throw error;
  }
}

function encodedName(name: string): readonly number[] {
  const labels = labelsOf(name).map((label) => encoder.encode(label));
  const bytes = labels.flatMap((label) => [label.length, ...label]);
  if (bytes.length + 1 > mostNameBytes || labels.some((label) => label.length === 0 || label.length > mostLabelBytes))
    throw new RangeError(`no DNS name: ${name}`);
  return [...bytes, 0];
}

const words = (...values: readonly number[]): readonly number[] => values.flatMap((value) => [value >> 8, value & 0xff]);

/** Questions to everybody on the network, each to be answered to the asker alone. Names must be such as parseResponse gives. */
export function buildQuery(id: number, questions: readonly Question[]): Uint8Array {
  const asked = questions.flatMap(({ name, type }) => [...encodedName(name), ...words(recordType[type], classInternet | topBit)]);
  return Uint8Array.from([...words(id, 0, questions.length, 0, 0, 0), ...asked]);
}
