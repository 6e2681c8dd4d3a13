// Puts Hearth's public key on a machine, by a password that is used once. It worked when the key logs in.
import { isFault } from '#core/fault.ts';
import type { Step, StepContext } from '#core/runs/step.ts';
import { installKey as installKeyCall, freshLoginCheck, loginOf, removeKey } from '#steps/calls/access.ts';
import { askAt } from '#steps/run-call.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

async function check(context: StepContext) {
  const node = nodeOf(context);
  try {
    const answer = await askAt(context, { ...context.target(node), login: { method: 'hearth-key' } }, freshLoginCheck());
    return holds(`${loginOf(answer).user} logs in with Hearth's key.`);
  } catch (error) {
    if (isFault(error) && error.view.code === 'AUTH_REFUSED') return differs(error.view.what);
    throw error;
  }
}

export const installKey: Step = {
  id: 'install-key',
  attempts: 3,
  timeoutMs: 120_000,
  check,
  async apply(context) {
    const target = context.target(nodeOf(context));
    const { publicKey } = await context.ports.hearthKey.publicKey();
    const login = context.password === null ? target.login : { method: 'password' as const, password: context.password };
    await askAt(context, { ...target, login }, installKeyCall(publicKey));
  },
  /** The key takes itself out, so this must be the last thing on the machine. */
  async undo(context) {
    const { publicKey } = await context.ports.hearthKey.publicKey();
    try {
      await askAt(context, { ...context.target(nodeOf(context)), login: { method: 'hearth-key' } }, removeKey(publicKey));
    } catch (error) {
      // What was sent before Hearth was ended may have taken the key out in this moment; the look that follows tells.
      if (!isFault(error) || error.view.code !== 'AUTH_REFUSED') throw error;
    }
  },
};
