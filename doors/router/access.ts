import { createToken, revokeToken } from '#core/access/tokens.ts';
import { procedures } from '../procedures.ts';

export const access = {
  listTokens: procedures.access.listTokens.handler(async ({ context: { engine } }) => [...(await engine.store.tokens.list())]),
  createToken: procedures.access.createToken.handler(({ input, context: { engine } }) => createToken(engine.access, input)),
  revokeToken: procedures.access.revokeToken.handler(({ input, context: { engine } }) => revokeToken(engine.access, input.tokenId)),
};
