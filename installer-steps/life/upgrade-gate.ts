// Before a node is upgraded: is everything well, and may this node take that step? The first gate that does not open ends the upgrade.
import { fault, type Fault } from '#core/fault.ts';
import { againstUpgrade } from '#core/platform/upgrade.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { statusOf } from '#steps/calls/cluster.ts';
import { listedIn, type ControlView } from '#steps/provision/control-view.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { holds, nodeOf } from '#steps/task-nodes.ts';
import { ownSnap, viewOfAll, wantedChannel } from './upgrade-state.ts';

async function check(context: StepContext): Promise<Finding> {
  const node = nodeOf(context);
  const channel = wantedChannel(context) ?? context.platform.channel;
  const { title } = systemOf(context.platform);
  const refused = (reason: string): Fault => fault('UPGRADE_REFUSED', { host: node.name, reason });
  const snap = await ownSnap(context);
  if (!snap.installed) throw refused(`${title} is not installed on ${node.name}.`);
  const reason = againstUpgrade(snap.channel, channel);
  if (reason !== null) throw refused(reason);
  if (snap.busy !== '') throw fault('PACKAGE_LOCKED', { host: node.name, holder: `snapd (${snap.busy})` });
  const view = await requireAllReady(context);
  const { calls, againstDatastore } = systemOf(context.platform);
  const kept = againstDatastore?.(statusOf(await ask(context, view.control, calls.status())).datastore, channel) ?? null;
  if (kept !== null) throw refused(kept);
  return holds(`All nodes are Ready. ${node.name} runs ${title} ${snap.version} from ${snap.channel}.`);
}

async function requireAllReady(context: StepContext): Promise<ControlView> {
  const view = await viewOfAll(context);
  for (const node of context.platform.nodes) {
    const seen = listedIn(view, node);
    if (seen?.ready === true) continue;
    const reason = seen === undefined ? `${view.control.name} does not know it.` : `It is not ready: ${seen.reason}`;
    throw fault('NODE_NOT_READY', { host: node.name, seconds: 0, reason: `${reason} No node is upgraded while another one is not well.` });
  }
  return view;
}

export const upgradeGate: Step = {
  id: 'upgrade-gate',
  attempts: 6,
  timeoutMs: 300_000,
  check,
};
