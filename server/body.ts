// Reads the JSON of a request within its limits.
import type { IncomingMessage } from 'node:http';
import { fault } from '#core/fault.ts';

/** The largest things anybody sends are an inventory of 8,000,000 characters and a folder of Ansible's files. */
export const bodyLimitBytes = 33_554_432;

/** Refuses what is no UTF-8 instead of putting question marks in its place. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

const tooLarge = () => fault('REQUEST_TOO_LARGE', { limitBytes: bodyLimitBytes });
const malformed = (cause: unknown) => fault('INPUT_INVALID', { field: 'body', reason: 'It is not well-formed JSON.' }, { cause });

const carriesBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** Refuses by the head alone, before a byte of the body is read. */
export function refuseBody(request: IncomingMessage): void {
  const type = request.headers['content-type'];
  const isJson = type !== undefined && /^application\/json *(; *charset="?utf-8"?)?$/i.test(type);
  if (!isJson && (type !== undefined || carriesBody(request))) throw fault('WRONG_CONTENT_TYPE', { found: type ?? '' });
  if (Number(request.headers['content-length'] ?? 0) > bodyLimitBytes) throw tooLarge();
  if (request.headers['content-encoding'] !== undefined) throw fault('WRONG_CONTENT_TYPE', { found: 'a compressed body' });
}

/** Undefined when nothing was sent. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Without this, leaving the loop would cut the connection before the refusal is sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const piece: Buffer = Buffer.from(chunk);
    size += piece.length;
    if (size > bodyLimitBytes) throw tooLarge();
    chunks.push(piece);
  }
  if (size === 0) return undefined;
  try {
    const parsed: unknown = JSON.parse(utf8.decode(Buffer.concat(chunks)));
    return parsed;
  } catch (error) {
    throw malformed(error);
  }
}
