// What is known about variables, and which ones components still need.
import { missingOf } from '#core/inventory/variables/missing-of.ts';
import { procedures } from '#doors/procedures.ts';

const { dictionary, missing } = procedures.inventory.variables;

export const variables = {
  dictionary: dictionary.handler(({ context: { engine } }) => [...engine.dictionary.all]),
  missing: missing.handler(({ input, context: { engine } }) => missingOf(engine, input)),
};
