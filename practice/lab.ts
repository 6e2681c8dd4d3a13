// The whole simulated lab: machines, their one cluster, and how long things take there.
import type { PracticeFault } from '#contract/system.ts';
import type { Clock } from '#core/ports/clock.ts';
import { createObjectStore, type ObjectStore } from './cluster/objects.ts';
import { World } from './cluster/world.ts';
import { bareMachines, type Machine } from './machines.ts';

export interface Lab {
  readonly machines: readonly Machine[];
  readonly objects: ObjectStore;
  readonly world: World;
  readonly clock: Clock;
  /** Tokens made by add-node and not yet used. */
  readonly tokens: Set<string>;
  machineAt(address: string): Machine | null;
  machineNamed(name: string): Machine | null;
  isUp(machine: Machine): boolean;
  setFault(machine: Machine, fault: PracticeFault, on: boolean): void;
  close(): void;
}

export function createLab(clock: Clock): Lab {
  const now = () => clock.now();
  const objects = createObjectStore(now);
  const world = new World(objects, clock);
  const machines = bareMachines();
  const isUp = (machine: Machine) => !machine.faults.has('power-loss');
  return {
    machines,
    objects,
    world,
    clock,
    tokens: new Set(),
    machineAt: (address) => machines.find((machine) => machine.spec.address === address) ?? null,
    machineNamed: (name) => machines.find((machine) => machine.hostname === name || machine.spec.name === name) ?? null,
    isUp,
    setFault(machine, fault, on) {
      if (on) machine.faults.add(fault);
      else machine.faults.delete(fault);
      if (fault === 'power-loss') world.setReady(machine.hostname, !on);
    },
    close: () => world.close(),
  };
}
