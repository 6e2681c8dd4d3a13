// What an upgrade wants of a node, and whether the node has it already.
import { fitsChannel } from '#core/platform/upgrade.ts';
import { text } from '#core/cluster/trim/raw.ts';
import type { Finding, StepContext } from '#core/runs/step.ts';
import { snapInfo, snapOf } from '#steps/calls/snap.ts';
import { listedIn, reachableControl } from '#steps/provision/control-view.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

/** Null in runs that are no upgrade. */
export const wantedChannel = ({ input }: StepContext): string | null => (text(input['channel']) === '' ? null : text(input['channel']));

export const ownSnap = async (context: StepContext) =>
  snapOf(await ask(context, nodeOf(context), snapInfo(systemOf(context.platform).snap)));

/** A node may be asked about itself here: it is only looked at. */
export const viewOfAll = (context: StepContext) => reachableControl({ ...context, node: null });

/** Ready, and with a version of that channel. */
export async function runsVersion(context: StepContext, channel: string): Promise<Finding> {
  const node = nodeOf(context);
  const seen = listedIn(await viewOfAll(context), node);
  if (seen === undefined) return differs(`The control plane does not know ${node.name}.`);
  if (!seen.ready) return differs(`${node.name} is not Ready: ${seen.reason === '' ? 'it has not reported yet' : seen.reason}`);
  if (!fitsChannel(seen.version, channel)) return differs(`${node.name} still runs ${seen.version}.`);
  return holds(`${node.name} is Ready with ${seen.version}.`);
}

/** As a sentence; null: it is not, or no upgrade is wanted. */
export async function isUpgraded(context: StepContext): Promise<string | null> {
  const channel = wantedChannel(context);
  if (channel === null || (await ownSnap(context)).channel !== channel) return null;
  const found = await runsVersion(context, channel);
  return found.holds ? `${found.seen} It follows ${channel} already.` : null;
}
