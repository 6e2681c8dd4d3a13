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
  readonly bornAt: number;
  /** Tokens made by add-node and not yet used. */
  readonly tokens: Set<string>;
  machineAt(address: string): Machine | null;
  machineNamed(name: string): Machine | null;
  isUp(machine: Machine): boolean;
  /** Aborted when the machine loses its power; a new one once it is back. */
  power(machine: Machine): AbortSignal;
  setFault(machine: Machine, fault: PracticeFault, on: boolean): void;
  close(): void;
}

/** Until the cluster notices that a node is silent (40 s in a real one), and that it is back. */
const silentMs = 4000;
const bootMs = 2000;

export function createLab(clock: Clock): Lab {
  const now = () => clock.now();
  const objects = createObjectStore(now);
  const world = new World(objects, clock);
  const machines = bareMachines();
  const supplies = new Map(machines.map((machine) => [machine, new AbortController()]));
  const isUp = (machine: Machine) => !machine.faults.has('power-loss');
  const supplyOf = (machine: Machine) => supplies.get(machine) ?? new AbortController();
  const turn = (machine: Machine, on: boolean) => {
    if (on) supplies.set(machine, new AbortController());
    else supplyOf(machine).abort(new Error(`${machine.spec.name} has no power.`));
    world.later(on ? bootMs : silentMs, () => {
      if (isUp(machine) === on) world.setReady(machine.hostname, on);
    });
  };
  return {
    machines,
    objects,
    world,
    clock,
    bornAt: now(),
    tokens: new Set(),
    machineAt: (address) => machines.find((machine) => machine.spec.address === address) ?? null,
    machineNamed: (name) => machines.find((machine) => machine.hostname === name || machine.spec.name === name) ?? null,
    isUp,
    power: (machine) => supplyOf(machine).signal,
    setFault(machine, fault, on) {
      const changed = machine.faults.has(fault) !== on;
      if (on) machine.faults.add(fault);
      else machine.faults.delete(fault);
      if (fault === 'power-loss' && changed) turn(machine, !on);
    },
    close: () => world.close(),
  };
}
