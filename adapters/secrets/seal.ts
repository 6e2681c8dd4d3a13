// The file of secrets: a readable first line that says where the key lies, then AES-256-GCM over the whole of the rest.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

export const keyLength = 32;
const nonceLength = 12;
const tagLength = 16;
const newline = 0x0a;

const header = z.object({
  hearth: z.literal('secrets'),
  version: z.literal(1),
  keyIn: z.enum(['keychain', 'file']),
  /** Names the key in the keychain, so that several data folders do not share one. */
  keyId: z.string().regex(/^[a-f0-9]{32}$/),
});
export type Header = z.infer<typeof header>;

const names = z.record(z.string(), z.string());
export type Names = ReadonlyMap<string, string>;

/** What is wrong with the file, in a sentence. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

export function seal(head: Header, key: Uint8Array, values: Names): Uint8Array {
  const first = Buffer.from(`${JSON.stringify(head)}\n`);
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  // The first line is readable but not changeable.
  cipher.setAAD(first);
  const body = Buffer.concat([cipher.update(JSON.stringify(Object.fromEntries(values))), cipher.final()]);
  return Buffer.concat([first, nonce, cipher.getAuthTag(), body]);
}

export function readHeader(file: Uint8Array): { readonly head: Header; readonly length: number } {
  const length = file.indexOf(newline) + 1;
  try {
    return { head: header.parse(JSON.parse(Buffer.from(file.subarray(0, length)).toString())), length };
  } catch (error) {
    throw new Unreadable('Its first line is not that of a file of secrets.', { cause: error });
  }
}

export function unseal(file: Uint8Array, key: Uint8Array): Names {
  const { length } = readHeader(file);
  const nonce = file.subarray(length, length + nonceLength);
  const tag = file.subarray(length + nonceLength, length + nonceLength + tagLength);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
    decipher.setAAD(file.subarray(0, length));
    decipher.setAuthTag(tag);
    const body = Buffer.concat([decipher.update(file.subarray(length + nonceLength + tagLength)), decipher.final()]);
    return new Map(Object.entries(names.parse(JSON.parse(body.toString()))));
  } catch (error) {
    throw new Unreadable('It is damaged, or its key belongs to another file.', { cause: error });
  }
}
