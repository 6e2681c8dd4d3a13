// The real lab: whether it can run on this machine, and what it is built of.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isOnPath } from './on-path.mjs';
import { stage } from './stage.mjs';

/** Set by .ci/run: a lab that cannot run is then a failure and not a reason to skip. */
export const isLabRequired = process.env.HEARTH_LAB === 'required';
/** Otherwise the journeys run on a cluster that somebody else made. */
const isOwnCluster = (process.env.HEARTH_E2E_CLUSTER ?? 'lab') === 'lab';

/** @returns {string | null} */
function unfitFor() {
  if (process.platform !== 'linux') return 'the real lab needs Linux';
  if (process.getuid?.() !== 0) return 'the real lab needs root';
  if (isLabRequired) return null;
  // As in e2e/fixtures/environment.ts; asked before minutes are spent on building.
  if (!existsSync('/sys/fs/cgroup/pids')) return 'the real lab needs control groups of version 1';
  return isOnPath('go') ? null : 'the real lab is built with Go, which is not installed';
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
const lab = (name, args) => stage(name, [join('e2e', 'lab', 'cli.ts'), ...args], { env: { NO_COLOR: '1' } });

/** @returns {Promise<string | null>} why the lab's journeys cannot run, or null when all they need is there */
export async function labMissing() {
  if (!isOwnCluster) return null;
  const unfit = unfitFor();
  if (unfit !== null) return unfit;
  const { code, last } = await lab('lab build', ['build', '--with', 'cert-manager']);
  return code === 0 ? null : `the real lab could not be built: ${last}`;
}

/** @returns {Promise<string | null>} the lab's own helm, where the lab is built anyway */
export async function labHelm() {
  if (!isOwnCluster || unfitFor() !== null) return null;
  const { code, last } = await lab('lab helm', ['build', '--only', 'helm']);
  return code === 0 ? join(last, 'helm') : null;
}
