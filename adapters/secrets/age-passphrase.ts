// The passphrase of an age file (https://age-encryption.org/v1#the-scrypt-recipient-type). The library's own makes its key in the engine's
// thread, where nothing else is done for as long as that takes; Node makes it in another one.
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { Stanza, type Identity, type Recipient } from 'age-encryption';
import { randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import type { Secret } from '#core/secret.ts';

const saltLength = 16;
const keyLength = 32;
const bodyLength = 32;
const blockSize = 8;
/** Needed beside those of the work factor, however low that is. */
const spareBlocks = 4;
const scrypted = promisify<Buffer, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

async function sealingKey(passphrase: Secret, salt: Uint8Array, workFactor: number) {
  const N = 2 ** workFactor;
  const labelled = Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), salt]);
  // Node refuses what needs more than 32 MB unless it is told to expect it.
  const maxmem = 2 * 128 * blockSize * (N + spareBlocks);
  const key = await scrypted(Buffer.from(passphrase.reveal()), labelled, keyLength, { N, r: blockSize, p: 1, maxmem });
  // Each key seals one file key only.
  return chacha20poly1305(key, new Uint8Array(12));
}

export const passphraseRecipient = (passphrase: Secret, workFactor: number): Recipient => ({
  async wrapFileKey(fileKey) {
    const salt = randomBytes(saltLength);
    const key = await sealingKey(passphrase, salt, workFactor);
    return [new Stanza(['scrypt', salt.toString('base64').replace(/=+$/, ''), String(workFactor)], key.encrypt(fileKey))];
  },
});

export const passphraseIdentity = (passphrase: Secret, highestFactor: number): Identity => ({
  async unwrapFileKey(stanzas) {
    const sealed = sealedIn(stanzas);
    if (sealed === null || sealed.workFactor > highestFactor) return null;
    const key = await sealingKey(passphrase, sealed.salt, sealed.workFactor);
    try {
      return key.decrypt(sealed.body);
    } catch {
      return null;
    }
  },
});

/** A file that is sealed with a passphrase is sealed with nothing else. */
function sealedIn([stanza, ...others]: readonly Stanza[]) {
  if (stanza === undefined || others.length > 0 || stanza.body.length !== bodyLength) return null;
  const found = /^scrypt ([A-Za-z0-9+/]{21}[AQgw]) ([1-9]\d?)$/.exec(stanza.args.join(' '));
  if (found === null) return null;
  return { salt: Buffer.from(found[1] ?? '', 'base64'), workFactor: Number(found[2]), body: stanza.body };
}
