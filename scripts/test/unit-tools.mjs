// Programs that some unit tests call and are skipped without: shellcheck and sshd by apt, Ansible from PyPI, helm as the lab builds it.
import { existsSync } from 'node:fs';
import { run } from '../setup/run.mjs';
import { root } from '../setup/install.mjs';
import { say } from '../setup/say.mjs';
import { ansiblePrograms } from './ansible.mjs';
import { installByApt } from './apt.mjs';
import { isLabRequired, labHelm } from './lab.mjs';
import { isOnPath } from './on-path.mjs';

/** A server that lets people in is brought only to a machine that is there for the tests, and its daemon is not started. */
async function sshServer() {
  if (!isLabRequired || (existsSync('/usr/sbin/sshd') && existsSync('/usr/bin/sudo'))) return;
  say('Installing openssh-server and sudo by apt (once) …');
  await run('bash', ['e2e/lab/recipes/apt.sh', 'openssh-server', 'sudo'], { cwd: root });
}

/** @returns {Promise<Record<string, string>>} the environment in which the tests find them */
export async function unitTools() {
  if (!isOnPath('shellcheck')) await installByApt('shellcheck');
  await sshServer();
  return { ...(await ansible()), ...(await helm()) };
}

/** @returns {Promise<Record<string, string>>} */
async function ansible() {
  const programs = process.env.HEARTH_ANSIBLE === undefined ? await ansiblePrograms() : null;
  return programs === null ? {} : { HEARTH_ANSIBLE: programs };
}

/** @returns {Promise<Record<string, string>>} */
async function helm() {
  if (process.env.HEARTH_HELM !== undefined || isOnPath('helm')) return {};
  const helm = await labHelm();
  return helm === null ? {} : { HEARTH_HELM: helm };
}
