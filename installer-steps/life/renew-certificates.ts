// Renews what is about to end of a control node's certificates. Its authorities are not: for that every node would have to join again.
import type { Certificate } from '#contract/nodes.ts';
import { certificateMarginDays, daysLeft } from '#core/platform/certificates.ts';
import { fault } from '#core/fault.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { authorities, certificatesOf } from '#steps/calls/life.ts';
import { statusOf } from '#steps/calls/cluster.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';
import { waitUntil } from '#steps/wait-until.ts';

const backMs = 300_000;

async function read(context: StepContext): Promise<readonly Certificate[]> {
  const node = nodeOf(context);
  const found = certificatesOf(await ask(context, node, systemOf(context.platform).calls.certificates()));
  if (found.length > 0) return found;
  throw fault('SCRIPT_FAILED', { host: node.name, script: 'certificates', exitCode: 0, lastLine: 'It found no certificate.' });
}

async function look(context: StepContext): Promise<Finding> {
  const { name: host } = nodeOf(context);
  const now = context.ports.clock.now();
  const all = (await read(context)).map(({ name, endsAt }) => ({ name, days: daysLeft(endsAt, now) })).toSorted((a, b) => a.days - b.days);
  const authority = all.find((one) => authorities.has(one.name) && one.days < certificateMarginDays);
  if (authority !== undefined) throw fault('CA_ENDS', { host, ...authority });
  const [first] = all;
  const words = first === undefined ? '' : `${first.name} ends first, in ${first.days} days.`;
  return first !== undefined && first.days < certificateMarginDays ? differs(words) : holds(words);
}

async function isBack(context: StepContext): Promise<Finding> {
  const { api } = statusOf(await ask(context, nodeOf(context), systemOf(context.platform).calls.status()));
  return api ? holds('The API answers.') : differs('The API does not answer yet.');
}

export const renewCertificates: Step = {
  id: 'renew-certificates',
  attempts: 3,
  timeoutMs: 900_000,
  check: look,
  async apply(context) {
    await ask(context, nodeOf(context), systemOf(context.platform).calls.renewCertificates());
  },
  async verify(context) {
    const back = await waitUntil(context, { forMs: backMs, everyMs: 3000 }, () => isBack(context));
    return back.holds ? look(context) : back;
  },
};
