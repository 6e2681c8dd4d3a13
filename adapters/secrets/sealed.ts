// Files of the age format (https://age-encryption.org/v1), armoured, opened by a passphrase: any age program reads them.
import { armor, Decrypter, Encrypter } from 'age-encryption';
import { fault } from '#core/fault.ts';
import type { Sealer } from '#core/ports/sealer.ts';
import { Secret } from '#core/secret.ts';
import { passphraseIdentity, passphraseRecipient } from './age-passphrase.ts';

/** Under a second for each try, and 128 MB: enough beside a passphrase of the length that is asked for. */
const usualFactor = 17;
/** That of age itself. */
const highestFactor = 18;

interface SealOptions {
  /** Base-2 logarithm of what scrypt costs. */
  readonly workFactor?: number;
}

export const ageSealer = ({ workFactor = usualFactor }: SealOptions = {}): Sealer => ({
  async seal(content, passphrase) {
    const encrypter = new Encrypter();
    encrypter.addRecipient(passphraseRecipient(passphrase, workFactor));
    return armor.encode(await encrypter.encrypt(content.reveal()));
  },
  async open(sealed, passphrase) {
    const file = decoded(sealed);
    refuseCostly(file);
    const decrypter = new Decrypter();
    decrypter.addIdentity(passphraseIdentity(passphrase, highestFactor));
    try {
      return new Secret(await decrypter.decrypt(file, 'text'));
    } catch {
      // What the library says may quote the file; and nobody can tell a wrong passphrase from a damaged file.
      throw wrong('The passphrase is another one, or the file was changed or cut.');
    }
  },
});

const wrong = (reason: string) => fault('SEAL_WRONG', { reason }, { field: 'sealed' });

const firstLine = '-----BEGIN AGE ENCRYPTED FILE-----';
const lastLine = '-----END AGE ENCRYPTED FILE-----';

function decoded(sealed: string): Uint8Array {
  try {
    return armor.decode(sealed);
  } catch {
    throw wrong(misshapen(sealed.trim()));
  }
}

function misshapen(sealed: string): string {
  if (!sealed.startsWith(firstLine)) return `This is not an armoured age file: one begins with ${firstLine}.`;
  if (!sealed.endsWith(lastLine)) return `Its end is missing: the last line of an armoured age file is ${lastLine}.`;
  return 'Something between its first and its last line was changed or cut.';
}

/** The file says itself how much work its key is; one that was made to keep a computer busy is not begun. */
function refuseCostly(file: Uint8Array): void {
  const header = Buffer.from(file.subarray(0, 4096)).toString('latin1');
  const factor = /^-> scrypt \S+ (\d+)$/m.exec(header)?.[1];
  if (factor === undefined) throw wrong('It was sealed for a key and not with a passphrase.');
  if (Number(factor) > highestFactor) throw wrong(`Its work factor is ${factor}; Hearth opens files up to ${highestFactor}.`);
}
