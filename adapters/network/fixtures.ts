// Messages as machines on a network would send them, for tests.
import { buildQuery, recordType, type DnsRecord } from './dns-message.ts';

const encoder = new TextEncoder();

/** Bytes as numbers and text, one after the other. */
export const wire = (...parts: readonly (readonly (number | string)[])[]): Uint8Array =>
  Uint8Array.from(parts.flat().flatMap((part) => (typeof part === 'number' ? part : Array.from(encoder.encode(part)))));

const word = (value: number) => [value >> 8, value & 0xff];
/** The name of a question, as bytes. */
const nameBytes = (name: string) => [...buildQuery(0, [{ name, type: 'A' }]).subarray(12, -4)];

function dataOf(record: DnsRecord): readonly number[] {
  if (record.type === 'A') return record.address.split('.').map(Number);
  return record.type === 'PTR' ? nameBytes(record.target) : [0, 0, 0, 0, ...word(record.port), ...nameBytes(record.target)];
}

export function encodeResponse(id: number, records: readonly DnsRecord[]): Uint8Array {
  const body = records.flatMap((record) => {
    const data = dataOf(record);
    return [...nameBytes(record.name), ...word(recordType[record.type]), 0x80, 1, 0, 0, 0, 120, ...word(data.length), ...data];
  });
  return Uint8Array.from([...word(id), 0x84, 0, 0, 0, ...word(records.length), 0, 0, 0, 0, ...body]);
}
