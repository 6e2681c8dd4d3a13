// Versions of an inventory.
import { applyMerge, mergeDraft } from '#core/inventory/versions/merge-draft.ts';
import {
  checkInventory,
  compareInventories,
  listVersions,
  readVersion,
  restoreVersion,
  writeInventory,
} from '#core/inventory/versions/versions.ts';
import { procedures } from '#doors/procedures.ts';
import { authorOf } from './author.ts';

const of = procedures.inventory.versions;

export const versions = {
  list: of.list.handler(async ({ input, context: { engine } }) => {
    const { versions: found, more } = await listVersions(engine.versions, input);
    return { versions: [...found], more };
  }),
  read: of.read.handler(({ input, context: { engine } }) => readVersion(engine.versions, input.platformId, input.revision)),
  write: of.write.handler(({ input, context: { engine, caller } }) =>
    writeInventory(engine.versions, { ...input, author: authorOf(caller) }),
  ),
  check: of.check.handler(({ input, context: { engine } }) => checkInventory(engine.versions, input)),
  compare: of.compare.handler(({ input, context: { engine } }) => compareInventories(engine.versions, input)),
  restore: of.restore.handler(({ input, context: { engine, caller } }) =>
    restoreVersion(engine.versions, { ...input, author: authorOf(caller) }),
  ),
  merge: of.merge.handler(({ input, context: { engine } }) => mergeDraft(engine.versions, input)),
  applyMerge: of.applyMerge.handler(({ input, context: { engine } }) => applyMerge(engine.versions, input)),
};
