// npm test: installs what is missing, then types, lint, format, dead code, unit, integration, end to end.
// --fast: the inner loop, without what is slow.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildWindowIfNeeded } from './setup/build-window.mjs';
import { installIfNeeded, root } from './setup/install.mjs';
import { sayWhyNot } from './setup/say.mjs';
import { endToEnd } from './test/end-to-end.mjs';
import { vitestCounts } from './test/reports.mjs';
import { stage, tool } from './test/stage.mjs';
import { createTally } from './test/tally.mjs';
import { unitTools } from './test/unit-tools.mjs';

/** Measured: together they take most of the time, and a change seldom needs them to be seen as wrong. */
const slow = [
  'scripts/rooms.test.ts',
  'adapters/ssh/**',
  'adapters/git/**',
  'adapters/conformance/hosts.test.ts',
  'adapters/kube/**',
  'adapters/store/{crash,damage,draft-crash,draft-full-disk}.test.ts',
  'core/cluster/faults.test.ts',
  'core/runs/{crash,lease-race,looks}.test.ts',
  'core/inventory/document/{properties,too-long}.test.ts',
  'core/inventory/lint/fuzz.test.ts',
  'core/inventory/ansible/{import,round-trip,real-ssh}.test.ts',
  'installer-steps/{kill-points,kill-points-undo,machine-trouble,going-on,hostile-strings,preflight-faults}.test.ts',
  'installer-steps/{scripts,cluster-scripts}.test.ts',
  'installer-steps/life/life-plans.test.ts',
  'installer-steps/login/login-scripts.test.ts',
  'server/{discovery,drift,homes,start,strangers}.test.ts',
  'e2e/**',
];
const isFast = process.argv.includes('--fast');
const report = join(root, '.build', 'unit-report.json');

/** Each counts as one test. */
const statics = [
  { name: 'types', script: [tool('typescript/bin/tsc'), '-b'], isFast: true },
  { name: 'lint', script: [tool('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'], isFast: true },
  { name: 'format', script: [tool('oxfmt/bin/oxfmt'), '--check'], isFast: false },
  { name: 'dead code', script: [tool('knip/bin/knip.js')], isFast: false },
];

/** @param {import('./test/tally.mjs').Tally} tally */
async function unit(tally) {
  rmSync(report, { force: true });
  const only = isFast ? slow.flatMap((pattern) => ['--exclude', pattern]) : [];
  const args = [tool('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...only];
  // The inner loop installs and builds nothing.
  const tools = isFast ? {} : await unitTools();
  const { code } = await stage('unit and integration', args, { env: { NO_COLOR: '1', ...tools } });
  tally.add(vitestCounts(report, code));
}

async function all() {
  await installIfNeeded();
  const tally = createTally();
  for (const { name, script, isFast: isInFast } of statics) {
    if (isFast && !isInFast) continue;
    const { code } = await stage(name, script);
    tally.add({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [], failures: code === 0 ? [] : [name] });
  }
  await unit(tally);
  if (!isFast) {
    await buildWindowIfNeeded();
    await endToEnd(tally);
  }
  process.stdout.write(`\n${tally.words()}\n`);
  return tally.hasFailed() ? 1 : 0;
}

try {
  process.exitCode = await all();
} catch (error) {
  sayWhyNot(error);
  process.stdout.write('\n0 passed, 1 failed, 0 skipped\n');
  process.exitCode = 1;
}
