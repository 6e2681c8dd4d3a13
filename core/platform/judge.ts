// The preflight matrix: every check on every machine. Pure: facts in, cells out.
import type { PreflightCell } from '#contract/nodes.ts';
import type { Settings } from '#contract/platforms.ts';
import { fleetChecks } from './checks-fleet.ts';
import { hardwareChecks } from './checks-hardware.ts';
import { systemChecks } from './checks-system.ts';
import { cellOf, pass, type Check, type Examined } from './preflight-check.ts';

const reach: Check = {
  id: 'reach',
  title: 'Reachable over SSH',
  wanted: () => 'logs in',
  judge: () => pass('yes'),
};

/** Top to bottom, as the matrix shows them. */
export const checks: readonly Check[] = [reach, ...systemChecks, ...hardwareChecks, ...fleetChecks];

export function judgeNode(examined: Examined, fleet: readonly Examined[], settings: Settings): readonly PreflightCell[] {
  const { facts, fault, node } = examined;
  if (facts !== null) return checks.map((check) => cellOf(check, { node, settings }, check.judge({ ...examined, facts, fleet, settings })));
  const found = fault?.what ?? 'not read yet';
  const reason = fault?.why ?? 'The machine has not been looked at.';
  return checks.map((check) =>
    check === reach && fault !== null
      ? cellOf(check, { node, settings }, { state: 'block', found, reason, remedy: fault.todo })
      : cellOf(check, { node, settings }, { state: 'unknown', found, reason }),
  );
}

/** All cells, machine by machine. */
export const judge = (fleet: readonly Examined[], settings: Settings): readonly PreflightCell[] =>
  fleet.flatMap((examined) => judgeNode(examined, fleet, settings));
