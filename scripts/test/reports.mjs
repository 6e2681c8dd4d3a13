// Reads the JSON reports of Vitest and Playwright into counts.
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {import('./tally.mjs').Counts} Counts */

/** @param {string} path */
const readReport = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null);

/** @param {string} reason */
const broken = (reason) => ({ passed: 0, failed: 1, skipped: [], failures: [reason] });

/**
 * @param {string} path
 * @param {number} exitCode
 * @returns {Counts}
 */
export function vitestCounts(path, exitCode) {
  const report = readReport(path);
  if (report === null) return broken('unit and integration: no report was written');
  const counts = {
    passed: 0,
    failed: 0,
    skipped: /** @type {import('./tally.mjs').Skipped[]} */ ([]),
    failures: /** @type {string[]} */ ([]),
  };
  for (const file of report.testResults) {
    for (const { status, fullName, meta } of file.assertionResults) {
      if (status === 'passed') counts.passed += 1;
      else if (status === 'failed') counts.failures.push(fullName);
      else counts.skipped.push({ name: fullName, reason: meta?.skipReason ?? 'see its name' });
    }
    // A file that cannot even be loaded has no tests in it.
    if (file.status === 'failed' && file.assertionResults.length === 0) counts.failures.push(file.name);
  }
  // Such as an error after the last test.
  if (exitCode !== 0 && counts.failures.length === 0)
    counts.failures.push('unit and integration: ended with an error outside of the tests');
  counts.failed = counts.failures.length;
  return counts;
}

/**
 * @param {any} suite
 * @param {string} name
 * @returns {{ name: string, test: any }[]}
 */
function testsOf(suite, name) {
  const title = [name, suite.title].filter(Boolean).join(' › ');
  const own = (suite.specs ?? []).flatMap((/** @type {any} */ spec) =>
    spec.tests.map((/** @type {any} */ test) => ({ name: `${title} › ${spec.title}`, test })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((/** @type {any} */ inner) => testsOf(inner, title))];
}

/**
 * @param {string} path
 * @param {number} exitCode
 * @returns {Counts}
 */
export function playwrightCounts(path, exitCode) {
  const report = readReport(path);
  if (report === null) return broken('end to end: no report was written');
  const counts = {
    passed: 0,
    failed: 0,
    skipped: /** @type {import('./tally.mjs').Skipped[]} */ ([]),
    failures: /** @type {string[]} */ ([]),
  };
  for (const { name, test } of report.suites.flatMap((/** @type {any} */ suite) => testsOf(suite, ''))) {
    // Playwright marks the steps of a serial journey a second time, without the reason.
    const reason = test.annotations.find((/** @type {any} */ note) => note.type === 'skip' && note.description)?.description;
    if (test.status === 'expected') counts.passed += 1;
    else if (test.status === 'skipped') counts.skipped.push({ name, reason: reason ?? 'an earlier step of its journey failed' });
    else counts.failures.push(name);
  }
  for (const error of report.errors ?? []) counts.failures.push(`end to end: ${String(error.message).split('\n')[0]}`);
  if (exitCode !== 0 && counts.failures.length === 0) counts.failures.push('end to end: ended with an error outside of the tests');
  counts.failed = counts.failures.length;
  return counts;
}
