// As somebody who builds a platform I pull the wrong plug for a moment; Hearth says what is missing, waits, and goes on.
import { expect } from '@playwright/test';
import { needs, test } from '../../fixtures/journey.ts';
import { createPlatform, finished, prepareAccess, startRun } from '../../fixtures/platform.ts';
import { expectDone, task } from '../../screens/run.ts';
import { openWindow, visit } from '../../screens/window.ts';

needs('bare');
test.use({ machineCount: 2 });

test('the SSH server of a machine stops during its installation and comes back', async ({ page, machines, hearth, rest }) => {
  const platform = await createPlatform(rest, machines.nodes);
  await prepareAccess(rest, machines, platform.id);
  const runId = await startRun(rest, { platformId: platform.id, kind: 'provision' });
  await openWindow(page, hearth);
  await visit(page, hearth, `/setup/${platform.id}/run`);
  await expect(task(page, 'install-distribution:node2')).toHaveAttribute('data-state', 'running', { timeout: 90_000 });
  await machines.fault('node2', 'ssh-stop');

  const notice = page.getByRole('region', { name: 'Trying again by itself' });
  await expect(notice).toContainText(/The connection to \S+ broke during|refuses connections on port 22/);
  await expect(notice).toContainText('Install MicroK8s on node2');
  // It counts on, without being asked.
  await expect(notice).toContainText(/attempt [2-9] of 8/, { timeout: 60_000 });
  await expect(notice).toContainText('refuses connections on port 22');
  await expect(notice).toContainText('The machine is up, but no SSH server listens there.');
  await expect(task(page, 'install-distribution:node2')).toHaveAttribute('data-state', 'running');

  await machines.fault('node2', 'ssh-start');
  await expectDone(page);
  await expect(notice).toHaveCount(0);
  const run = await finished(rest, runId);
  const install = run.tasks.find(({ id }) => id === 'install-distribution:node2');
  expect(install?.attempt).toBeGreaterThan(1);
  // Only what the machine did had to be tried again.
  for (const other of run.tasks.filter(({ nodeId }) => nodeId === 'node1')) expect(other.attempt, other.id).toBe(1);
});
