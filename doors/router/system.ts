// Hearth itself.
import { procedures } from '../procedures.ts';

export const system = {
  health: procedures.system.health.handler(({ context: { engine } }) => ({
    status: 'ready' as const,
    version: engine.about.version,
    now: engine.clock.now(),
  })),
  info: procedures.system.info.handler(({ context: { engine } }) => ({ ...engine.about, now: engine.clock.now() })),
};
