import { procedures } from '../procedures.ts';

export const catalog = {
  components: procedures.catalog.components.handler(({ context: { engine } }) => [...engine.components]),
};
