// Drift between wanted, applied and what is; and what waits for machines to answer.
import { lookForDrift } from '#core/inventory/drift/look.ts';
import { procedures } from '#doors/procedures.ts';
import { until } from '#doors/until.ts';

const { look, intents, queue, confirm, drop } = procedures.inventory.drift;

export const drift = {
  look: look.handler(({ input, context: { engine } }) => lookForDrift(engine.drift, input)),
  intents: intents.handler(({ input, context: { engine }, signal }) => engine.intents.list(input.platformId, until(signal))),
  queue: queue.handler(({ input, context: { engine, caller }, signal }) =>
    engine.intents.queue({ ...input, askedBy: caller.who }, until(signal)),
  ),
  confirm: confirm.handler(({ input, context: { engine, caller }, signal }) =>
    engine.intents.confirm({ ...input, startedBy: caller.who }, until(signal)),
  ),
  drop: drop.handler(({ input, context: { engine } }) => engine.intents.drop(input)),
};
