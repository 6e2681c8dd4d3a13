// Looks at the issuer from the control node itself: its API server has to reach it, and refuses tokens of one that calls itself otherwise.
import { discoveryUrl, judgeDiscovery } from '#core/login/issuer.ts';
import { fault } from '#core/fault.ts';
import type { Step } from '#core/runs/step.ts';
import { issuerCheck, issuerSeenOf } from '#steps/calls/login.ts';
import { ask } from '#steps/run-call.ts';
import { holds, nodeOf } from '#steps/task-nodes.ts';
import { loginOf } from './login-input.ts';

export const checkIssuerStep: Step = {
  id: 'check-issuer',
  attempts: 2,
  timeoutMs: 120_000,
  async check(context) {
    const { issuer, caPem = '' } = loginOf(context.input);
    const node = nodeOf(context);
    const seen = issuerSeenOf(await ask(context, node, issuerCheck(discoveryUrl(issuer), caPem)));
    const refuse = (reason: string, remedy: string) => fault('ISSUER_UNUSABLE', { issuer, host: node.name, reason, remedy });
    if (!seen.asked) return holds(`${node.name} has no curl, so the issuer was not asked from there.`);
    if (seen.failure !== '')
      throw refuse(seen.failure, `Make the issuer reachable from ${node.name}; with an authority of your own, give its certificate.`);
    const { usable, found, remedy } = judgeDiscovery(issuer, seen);
    if (!usable) throw refuse(found, remedy);
    return holds(found);
  },
};
