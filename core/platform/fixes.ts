// What Hearth mends by itself: only what is safe at any time, takes effect at once and is shown before. The steps are in installer-steps/fixes.
import type { NodeFacts, PreflightCell } from '#contract/nodes.ts';
import { addressNumber } from './ipv4.ts';

export type FixStep = 'swap-off' | 'time-sync-on' | 'new-machine-id' | 'clean-packages' | 'prepare-kernel';

export interface Fix {
  readonly step: FixStep;
  readonly title: string;
  readonly changes: readonly string[];
}

interface Offer extends Fix {
  /** Where it would not help, or do harm, nothing is offered. */
  readonly safe: (facts: NodeFacts) => boolean;
}

const swapOff: Offer = {
  step: 'swap-off',
  title: 'Switch swap off',
  changes: [
    'swap is off at once (swapoff -a)',
    '/etc/fstab: its swap lines become comments; the file as it was stays as /etc/fstab.before-hearth',
  ],
  // Compressed memory comes back with its own service at the next start.
  safe: ({ swaps }) => !swaps.some((name) => name.startsWith('/dev/zram')),
};
const timeSync: Offer = {
  step: 'time-sync-on',
  title: 'Keep the time by itself',
  changes: ['the time service is on, now and at every start (timedatectl set-ntp true)'],
  safe: ({ timeSync: { service } }) => service === 'off',
};
const machineId: Offer = {
  step: 'new-machine-id',
  title: 'Give it a machine id of its own',
  changes: ['/etc/machine-id and /var/lib/dbus/machine-id: a new one; some services use it only after a restart'],
  // A member is known by its id, and many routers know whom they lend an address by it.
  safe: ({ membership, nics }) =>
    membership.kind === 'none' &&
    !nics.some(({ networks }) => networks.some(({ dynamic, address }) => dynamic && addressNumber(address) !== null)),
};
const cleanPackages: Offer = {
  step: 'clean-packages',
  title: 'Clear the package cache',
  changes: ['/var/cache/apt (or dnf): downloaded packages go; what is installed stays'],
  safe: () => true,
};
const kernel: Offer = {
  step: 'prepare-kernel',
  title: 'Load the modules now',
  changes: [
    'the modules and kernel settings that Kubernetes needs, now and at every start (/etc/modules-load.d/hearth.conf, /etc/sysctl.d/90-hearth.conf)',
  ],
  safe: ({ modules }) => modules.some(({ state }) => state === 'loadable') && modules.every(({ state }) => state !== 'missing'),
};

const offers: ReadonlyMap<string, Offer> = new Map([
  ['swap', swapOff],
  ['clock', timeSync],
  ['time-sync', timeSync],
  ['machine-id', machineId],
  ['disk-free', cleanPackages],
  ['modules', kernel],
]);

export const fixes: readonly Fix[] = [...new Set(offers.values())];

/** Null: nothing safe is known against this finding there. */
export function fixFor(check: string, facts: NodeFacts): Fix | null {
  const offer = offers.get(check);
  return offer?.safe(facts) === true ? { step: offer.step, title: offer.title, changes: offer.changes } : null;
}

/** With the remedy that Hearth can carry out itself, where there is one. */
export function withFix(cell: PreflightCell, facts: NodeFacts): PreflightCell {
  const fix = cell.state === 'warn' || cell.state === 'block' || cell.check === 'modules' ? fixFor(cell.check, facts) : null;
  return fix === null ? cell : { ...cell, fix: { title: fix.title, changes: [...fix.changes] } };
}
