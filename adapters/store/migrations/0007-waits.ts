import type { Migration } from './migration.ts';

export const waits: Migration = {
  name: '0007-waits',
  sql: `
    -- 1: unchanged, but only after a wait; its duration says something about the next one.
    ALTER TABLE tasks ADD COLUMN waited INTEGER NOT NULL DEFAULT 0 CHECK (waited IN (0, 1));
  `,
};
