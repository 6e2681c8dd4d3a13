// Whom a machine of a cluster sees beside itself.
import type { Lab } from '../lab.ts';
import type { Machine } from '../machines.ts';

/** Those that the cluster lists; one that was struck off is a member for itself alone. */
export const membersOf = (lab: Lab, machine: Machine): readonly string[] =>
  lab.machines
    .filter((one) => machine.memberOf !== '' && one.memberOf === machine.memberOf)
    .filter((one) => one === machine || lab.objects.get('nodes', one.hostname) !== null)
    .map(({ hostname }) => hostname);
