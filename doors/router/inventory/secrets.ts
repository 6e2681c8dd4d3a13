// Secrets of an inventory: in, listed by name, forgotten; out only sealed.
import { exportSecrets, importSecrets, listSecrets, removeSecret, setSecret } from '#core/inventory/secrets/secrets.ts';
import { Secret } from '#core/secret.ts';
import { procedures } from '#doors/procedures.ts';

const { list, set, remove, export: seal, import: open } = procedures.inventory.secrets;

export const secrets = {
  list: list.handler(({ input, context: { engine } }) => listSecrets(engine.inventorySecrets, input.platformId)),
  set: set.handler(({ input, context: { engine } }) => setSecret(engine.inventorySecrets, input)),
  remove: remove.handler(({ input, context: { engine } }) => removeSecret(engine.inventorySecrets, input)),
  export: seal.handler(({ input, context: { engine } }) =>
    exportSecrets(engine.inventorySecrets, { ...input, passphrase: new Secret(input.passphrase) }),
  ),
  import: open.handler(({ input, context: { engine } }) =>
    importSecrets(engine.inventorySecrets, { ...input, passphrase: new Secret(input.passphrase) }),
  ),
};
