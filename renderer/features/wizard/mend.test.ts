// What is said of a remedy that ran and did not help.
import { expect, test, vi } from 'vitest';
import type { PreflightCell } from '#contract/nodes.ts';
import { t } from '#renderer/texts/current.ts';
import { Draft } from './model/draft.ts';
import { content } from './model/fixtures.ts';
import { cellKey } from './model/preflight-table.ts';
import { Session } from './model/session.ts';
import { mend } from './mend.ts';

const cell: PreflightCell = {
  nodeId: 'n1',
  check: 'disk-free',
  title: 'Free disk space',
  state: 'block',
  found: '0.11 GiB free on /',
  wanted: '20 GiB free',
  reason: '',
  remedy: '',
  command: '',
  fix: { title: 'Clear the package cache', changes: [] },
};

vi.mock('#renderer/api.ts', () => ({
  api: {
    runs: { start: async () => ({ runId: 'r1' }) },
    nodes: {
      gatherFacts: async () => (async function* () {})(),
      preflight: async () =>
        (async function* () {
          yield cell;
        })(),
    },
  },
  follow: ({ ended }: { ended: (error: unknown) => void }) => ended(null),
}));

const platform = { ...content(), id: 'p1', revision: 1, createdAt: 0, savedAt: 0 };
const draft = () =>
  new Draft(platform, {
    save: async () => platform,
    load: async () => platform,
    later: () => () => {},
    keep: () => {},
    isConflict: () => false,
  });

test('a remedy that ran and left the finding as it was is remembered with it', async () => {
  const session = new Session();
  expect(await mend({ platformId: 'p1', session, draft: draft() }, cell)).toBeNull();
  const { mended, cells } = session.snapshot();
  const before = mended.get(cellKey(cell)) ?? '';
  expect(t.wizard.preflight.notEnough(before, cells.get(cellKey(cell))?.found ?? '')).toContain('nothing came of it here: still 0.11 GiB');
});
