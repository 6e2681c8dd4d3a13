// The same checks as on the wizard's page, right before the work: what blocks there ends the task here, with its own fault where it has one.
import type { Node, NodeFacts, PreflightCell } from '#contract/nodes.ts';
import { fault } from '#core/fault.ts';
import { belongingOf } from '#core/platform/membership.ts';
import { diskOf } from '#core/platform/checks-hardware.ts';
import { judgeNode } from '#core/platform/judge.ts';
import type { Examined } from '#core/platform/preflight-check.ts';
import type { Step, StepContext } from '#core/runs/step.ts';
import { loginCheck } from '#steps/calls/access.ts';
import { facts, reachCheck } from '#steps/calls/facts.ts';
import { knownCluster } from '#steps/known-cluster.ts';
import { aboutMachine } from '#steps/looks.ts';
import { machineReader } from '#steps/read-machine.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { holds, nodeOf } from '#steps/task-nodes.ts';

export const preflight: Step = {
  id: 'preflight',
  attempts: 4,
  timeoutMs: 90_000,
  looks(context) {
    const node = nodeOf(context);
    return aboutMachine(node, facts(), loginCheck(), reachCheck(node.address));
  },
  async check(context) {
    const node = nodeOf(context);
    const own = await examine(context, node);
    const others = context.platform.nodes.filter((one) => one.id !== node.id).map(asStored);
    const intent = { settings: context.platform.settings, distribution: systemOf(context.platform).id };
    const first = judgeNode(own, [own, ...others], intent);
    // The cluster is asked only where it matters whose it is.
    const isUnsure = first.some(({ check, state }) => check === 'membership' && state === 'block');
    const cells = isUnsure ? judgeNode(own, [own, ...others], { ...intent, cluster: await knownCluster(context) }) : first;
    for (const cell of cells.filter((one) => one.state === 'warn')) context.log(`${cell.title}: ${cell.found}. ${cell.reason}`);
    const blocked = cells.find((cell) => cell.state === 'block');
    if (blocked !== undefined && own.facts !== null) throw blockingFault(context, { own, facts: own.facts, cell: blocked });
    return holds(`${cells.filter((cell) => cell.state === 'pass').length} of ${cells.length} checks pass, none blocks.`);
  },
};

async function examine(context: StepContext, node: Node): Promise<Examined> {
  const target = context.target(node);
  const reader = machineReader(context.ports);
  const facts = await reader.facts(target, context.signal);
  const [sudo, reach] = await Promise.all([reader.sudo(target, context.signal), reader.reach(target, context.signal)]);
  return { node, facts, sudo, reach, passwordKnown: target.sudoPassword !== null, fault: null };
}

const asStored = (node: Node): Examined => ({ node, facts: node.facts, sudo: null, reach: null, passwordKnown: false, fault: null });

interface Blocked {
  readonly own: Examined;
  readonly facts: NodeFacts;
  readonly cell: PreflightCell;
}

function blockingFault({ platform }: StepContext, { own, facts, cell }: Blocked) {
  const { node, sudo } = own;
  const host = node.name;
  switch (cell.check) {
    case 'clock':
      return fault('CLOCK_SKEWED', { host, seconds: Math.round(facts.clockSkewMs / 1000) });
    case 'disk-free': {
      const disk = diskOf('/var/snap', facts.disks);
      return fault('DISK_FULL', { host, mount: disk?.mount ?? '/', freeBytes: disk?.freeBytes ?? 0 });
    }
    case 'membership': {
      const belonging = belongingOf(node, facts, { fleet: platform.nodes, cluster: [] });
      return fault('ALREADY_IN_CLUSTER', { host, cluster: belonging.kind === 'other' ? belonging.cluster : cell.found });
    }
    case 'sudo':
      return sudo === 'password'
        ? fault('SUDO_PASSWORD_NEEDED', { host, user: node.user })
        : fault('SUDO_NOT_ALLOWED', { host, user: node.user });
    default:
      return fault('PREFLIGHT_BLOCKED', { host, check: cell.title, found: cell.found, reason: cell.reason, remedy: cell.remedy });
  }
}
