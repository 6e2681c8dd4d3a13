// A text closed with a passphrase, as a file that travels.
import type { Secret } from '#core/secret.ts';

export interface Sealer {
  seal(content: Secret, passphrase: Secret): Promise<string>;
  /** SEAL_WRONG for another passphrase, and for a file that was changed or cut. */
  open(sealed: string, passphrase: Secret): Promise<Secret>;
}
