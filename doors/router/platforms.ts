// The inventory: what the user wants.
import { createPlatform, getPlatform, listPlatforms, removePlatform, savePlatform } from '#core/platform/platforms.ts';
import { validatePlatform } from '#core/platform/validate.ts';
import { procedures } from '../procedures.ts';

const { list, get, create, save, validate, remove } = procedures.platforms;

export const platforms = {
  list: list.handler(({ context: { engine } }) => listPlatforms(engine.inventory)),
  get: get.handler(({ input, context: { engine } }) => getPlatform(engine.inventory, input.platformId)),
  create: create.handler(({ input, context: { engine } }) => {
    const core = engine.components.filter((component) => component.core).map(({ id }) => id);
    return createPlatform(engine.inventory, { name: input.name, core });
  }),
  save: save.handler(({ input, context: { engine } }) => savePlatform(engine.inventory, input)),
  validate: validate.handler(({ input, context: { engine } }) => [...validatePlatform(input.content, engine.components)]),
  remove: remove.handler(({ input, context: { engine } }) => removePlatform(engine.inventory, input.platformId)),
};
