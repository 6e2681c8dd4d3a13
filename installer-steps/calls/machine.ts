// Making a plain machine fit: name, hosts file, packages, kernel.
import type { ScriptAnswer } from '#core/ports/hosts.ts';
import { change, every, fields, last, look } from './call.ts';

/** Answers: hostname. */
export const checkHostname = () => look('check-hostname');
export const hostnameOf = (answer: ScriptAnswer) => last(answer, 'hostname');
export const setHostname = (name: string) => change('set-hostname', { args: { name } });

export interface HostEntry {
  readonly name: string;
  readonly address: string;
}
const entriesArg = (entries: readonly HostEntry[]) => entries.map((entry) => `${entry.address}=${entry.name}`).join(',');
/** Answers: state = same | differs. */
export const checkHostsFile = (entries: readonly HostEntry[]) => look('check-hosts-file', { args: { entries: entriesArg(entries) } });
export const hostsFileHolds = (answer: ScriptAnswer) => last(answer, 'state') === 'same';
export const writeHostsFile = (entries: readonly HostEntry[]) => change('write-hosts-file', { args: { entries: entriesArg(entries) } });
/** Answers: state = removed | absent. */
export const removeHostsBlock = () => change('remove-hosts-block');

/** Downloading packages over a slow line. */
const packagesMs = 600_000;
/** Answers: missing, once for each package that is not installed. */
export const checkPackages = (packages: readonly string[]) => look('check-packages', { args: { packages: packages.join(' ') } });
export const missingOf = (answer: ScriptAnswer): readonly string[] => every(answer, 'missing');
/** Answers: problem, failed, room (see problems.ts). */
export const installPackages = (packages: readonly string[]) =>
  change('install-packages', { args: { packages: packages.join(' ') }, timeoutMs: packagesMs });

/** Answers: holder = NAME|PROCESS, once for each that holds a lock of the package manager. */
export const packageLock = () => look('package-lock', { asRoot: true });
export const lockHoldersOf = (answer: ScriptAnswer): readonly string[] =>
  every(answer, 'holder').map((value) => {
    const [name = '', pid = ''] = fields(value, 2);
    return `${name} (process ${pid})`;
  });

export interface KernelWants {
  readonly modules: readonly string[];
  /** Such as net.ipv4.ip_forward=1 */
  readonly sysctls: readonly string[];
}
const kernelArgs = (wants: KernelWants) => ({ modules: wants.modules.join(' '), sysctls: wants.sysctls.join(' ') });
/** Answers: missing = module:NAME | sysctl:KEY=VALUE | file (what must survive a restart is not written); fixed = true where the kernel belongs to the host. */
export const checkKernel = (wants: KernelWants) => look('check-kernel', { args: kernelArgs(wants) });
/** Answers: refused = module:NAME | sysctl:KEY=VALUE, for each that could not be set. */
export const prepareKernel = (wants: KernelWants) => change('prepare-kernel', { args: kernelArgs(wants) });
export const refusedOf = (answer: ScriptAnswer): readonly string[] => every(answer, 'refused');
