import type { Migration } from './migration.ts';

export const inventoryHomes: Migration = {
  name: '0004-inventory-homes',
  sql: `
    -- Where else an inventory lives, what both last had in common, and what was there when it was looked at.
    CREATE TABLE inventory_homes (
      platform_id TEXT PRIMARY KEY REFERENCES platforms (id) ON DELETE CASCADE,
      content TEXT NOT NULL CHECK (json_valid(content))
    ) STRICT, WITHOUT ROWID;
  `,
};
