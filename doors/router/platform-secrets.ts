// Tokens and passwords of a platform: in, checked, forgotten; never out.
import {
  checkPlatformSecret,
  listPlatformSecrets,
  makeAdminPassword,
  removePlatformSecret,
  setPlatformSecret,
} from '#core/platform-secrets/platform-secrets.ts';
import { procedures } from '../procedures.ts';
import { until } from '../until.ts';

const { list, set, remove, check, makeAdminPassword: make } = procedures.platformSecrets;

export const platformSecrets = {
  list: list.handler(({ input, context: { engine } }) => listPlatformSecrets(engine.platformSecrets, input.platformId)),
  set: set.handler(({ input, context: { engine }, signal }) => setPlatformSecret(engine.platformSecrets, input, until(signal))),
  remove: remove.handler(({ input, context: { engine } }) => removePlatformSecret(engine.platformSecrets, input)),
  check: check.handler(({ input, context: { engine }, signal }) => checkPlatformSecret(engine.platformSecrets, input, until(signal))),
  makeAdminPassword: make.handler(({ input, context: { engine } }) => makeAdminPassword(engine.platformSecrets, input.platformId)),
};
