import type { Migration } from './migration.ts';

export const draftBases: Migration = {
  name: '0006-draft-bases',
  sql: `
    -- Of a merge: the version that the draft was based on before it and after it, so that taking it back takes back both.
    ALTER TABLE draft_edits ADD COLUMN base_before INTEGER;
    ALTER TABLE draft_edits ADD COLUMN base_after INTEGER;
  `,
};
