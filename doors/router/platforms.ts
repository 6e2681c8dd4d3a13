// The inventory: what the user wants.
import { createPlatform, getPlatform, listPlatforms, removePlatform, savePlatform } from '#core/platform/platforms.ts';
import { validatePlatform } from '#core/platform/validate.ts';
import type { Caller } from '../context.ts';
import { procedures } from '../procedures.ts';
import { authorOf } from './inventory/author.ts';

/** The window saves whole platforms from its wizard alone. */
const wizardOr = (caller: Caller): string => (caller.door === 'window' ? 'wizard' : authorOf(caller));

const { list, get, create, save, validate, remove } = procedures.platforms;

export const platforms = {
  list: list.handler(({ context: { engine } }) => listPlatforms(engine.inventory)),
  get: get.handler(({ input, context: { engine } }) => getPlatform(engine.inventory, input.platformId)),
  create: create.handler(({ input, context: { engine, caller } }) => {
    const core = engine.components.filter((component) => component.core).map(({ id }) => id);
    return createPlatform(engine.inventory, { name: input.name, core, author: wizardOr(caller) });
  }),
  save: save.handler(({ input, context: { engine, caller } }) => savePlatform(engine.inventory, { ...input, author: wizardOr(caller) })),
  validate: validate.handler(async ({ input: { content, platformId }, context: { engine } }) => {
    const applied = platformId === undefined ? null : await engine.store.applied.get(platformId);
    return [...validatePlatform(content, engine.components, applied === null ? 'planned' : 'built')];
  }),
  remove: remove.handler(({ input, context: { engine } }) => removePlatform(engine.inventory, input.platformId)),
};
