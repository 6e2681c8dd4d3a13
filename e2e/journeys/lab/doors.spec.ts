// As somebody who automates, I build a platform through MCP and look after it through REST: one Hearth behind both.
import { expect } from '@playwright/test';
import { plan, run } from '#contract/runs.ts';
import { z } from 'zod';
import { needs, test } from '../../fixtures/journey.ts';
import { connectMcp } from '../../fixtures/mcp.ts';
import { createPlatform, finished, prepareAccess, startRun } from '../../fixtures/platform.ts';
import { refusalOf } from '../../fixtures/rest.ts';
import { expectDone, grid } from '../../screens/run.ts';
import { signIn, visit } from '../../screens/window.ts';

needs('bare');
test.use({ machineCount: 2 });

const started = z.object({ runId: z.string() });

test('a platform is built by an MCP tool, followed by REST, seen in the window, and a second run changes nothing', async ({
  page,
  machines,
  hearth,
  rest,
}) => {
  const { id: platformId } = await createPlatform(rest, machines.nodes, ['registry']);
  await prepareAccess(rest, machines, platformId);
  const mcp = await connectMcp(hearth);
  const what = { platformId, kind: 'provision' };
  const byMcp = plan.parse(await mcp.call('runs_plan', what));
  expect(byMcp).toEqual(plan.parse(await rest.call('POST', '/runs/plan', what)));

  const { runId } = started.parse(await mcp.call('runs_start', what));
  // While it runs, nobody else may change the platform, whichever door they come through.
  const busy = await mcp.refused('runs_start', what);
  expect(busy.code).toBe('PLATFORM_BUSY');
  expect(refusalOf(await rest.ask('POST', '/runs', what))).toEqual(busy);
  await signIn(page, hearth, `/runs/${runId}`);
  await expect(grid(page).locator('[data-cell]')).toHaveCount(byMcp.tasks.length);

  const done = await finished(rest, runId);
  expect(done.tasks.map(({ id, title, needs }) => ({ id, title, needs }))).toEqual(
    byMcp.tasks.map(({ id, title, needs }) => ({ id, title, needs })),
  );
  expect(run.parse(await mcp.call('runs_get', { runId }))).toEqual(done);
  await expectDone(page);
  expect(await mcp.call('cluster_list', { platformId, kind: 'nodes' })).toMatchObject({ total: 2 });

  const again = await finished(rest, await startRun(rest, what));
  expect(again.tasks.filter(({ state }) => state !== 'unchanged').map(({ id, state }) => `${id} ${state}`)).toEqual([]);
  await visit(page, hearth, `/runs/${again.id}`);
  await expect(page.getByText(`Nothing had to be changed: ${again.tasks.length} tasks found it as wanted.`)).toBeVisible();
  await mcp.close();
});
