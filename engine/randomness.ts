import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Randomness } from '#core/access/tokens.ts';

export const randomness: Randomness = {
  token: () => randomBytes(32).toString('base64url'),
  id: () => randomUUID(),
  hash: (value) => createHash('sha256').update(value).digest('hex'),
};
