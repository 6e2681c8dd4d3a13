// What is being typed into an inventory.
import { effectiveOf } from '#core/inventory/drafts/effective.ts';
import { procedures } from '#doors/procedures.ts';
import { until } from '#doors/until.ts';
import { authorOf } from './author.ts';

const of = procedures.inventory.drafts;

export const drafts = {
  list: of.list.handler(({ input, context: { engine } }) => engine.drafts.list(input.platformId)),
  open: of.open.handler(({ input, context: { engine } }) => engine.drafts.open(input)),
  get: of.get.handler(({ input, context: { engine } }) => engine.drafts.get(input)),
  follow: of.follow.handler(async function* ({ input, context: { engine }, signal }) {
    yield* engine.drafts.follow(input, until(signal));
  }),
  edit: of.edit.handler(({ input, context: { engine } }) => engine.drafts.edit(input)),
  change: of.change.handler(({ input, context: { engine } }) => engine.drafts.change(input)),
  undo: of.undo.handler(({ input, context: { engine } }) => engine.drafts.undo(input)),
  redo: of.redo.handler(({ input, context: { engine } }) => engine.drafts.redo(input)),
  save: of.save.handler(({ input, context: { engine, caller } }) => engine.drafts.save({ ...input, author: authorOf(caller) })),
  remove: of.remove.handler(({ input, context: { engine } }) => engine.drafts.remove(input)),
  effective: of.effective.handler(({ input, context: { engine } }) => effectiveOf(engine, input)),
};
