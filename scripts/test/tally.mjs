// Counts over all stages, and the words at the end.

/**
 * @typedef {{ name: string, reason: string }} Skipped
 * @typedef {{ passed: number, failed: number, skipped: readonly Skipped[], failures: readonly string[] }} Counts
 * @typedef {{ add(counts: Counts): void, skip(name: string, reason: string): void, fail(name: string): void, hasFailed(): boolean, words(): string }} Tally
 */

/** @returns {Tally} */
export function createTally() {
  let passed = 0;
  let failed = 0;
  /** @type {Skipped[]} */
  const skipped = [];
  /** @type {string[]} */
  const failures = [];
  return {
    add(counts) {
      passed += counts.passed;
      failed += counts.failed;
      skipped.push(...counts.skipped);
      failures.push(...counts.failures);
    },
    skip: (name, reason) => void skipped.push({ name, reason }),
    fail(name) {
      failed += 1;
      failures.push(name);
    },
    hasFailed: () => failed > 0,
    words() {
      const lines = failures.map((name) => `failed:  ${name}`);
      for (const { name, reason } of skipped) lines.push(`skipped: ${name}: ${reason}`);
      lines.push(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
      return lines.join('\n');
    },
  };
}
