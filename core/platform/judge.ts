// The preflight matrix: every check on every machine. Pure: facts in, cells out.
import type { PreflightCell } from '#contract/nodes.ts';
import { fleetChecks } from './checks-fleet.ts';
import { hardwareChecks } from './checks-hardware.ts';
import { networkChecks } from './checks-network.ts';
import { systemChecks } from './checks-system.ts';
import { withFix } from './fixes.ts';
import { cellOf, pass, type Check, type Examined, type Intent } from './preflight-check.ts';

const reach: Check = {
  id: 'reach',
  title: 'Reachable over SSH',
  command: ({ node: { user, address, port } }) => `ssh ${port === 22 ? '' : `-p ${port} `}${user}@${address}`,
  wanted: () => 'logs in',
  judge: () => pass('yes'),
};

/** Top to bottom, as the matrix shows them. */
export const checks: readonly Check[] = [reach, ...systemChecks, ...networkChecks, ...hardwareChecks, ...fleetChecks];

export function judgeNode(examined: Examined, fleet: readonly Examined[], intent: Intent): readonly PreflightCell[] {
  const { facts, fault, node } = examined;
  if (facts !== null) {
    const subject = { ...examined, facts, fleet, ...intent };
    return checks.map((check) => withFix(cellOf(check, subject, check.judge(subject)), facts));
  }
  const found = fault?.what ?? 'not read yet';
  const reason = fault?.why ?? 'The machine has not been looked at.';
  return checks.map((check) =>
    check === reach && fault !== null
      ? cellOf(check, { node, ...intent }, { state: 'block', found, reason, remedy: fault.todo })
      : cellOf(check, { node, ...intent }, { state: 'unknown', found, reason }),
  );
}

/** All cells, machine by machine. */
export const judge = (fleet: readonly Examined[], intent: Intent): readonly PreflightCell[] =>
  fleet.flatMap((examined) => judgeNode(examined, fleet, intent));
