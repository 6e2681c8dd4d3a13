// Lets the user of a node become root without a password, by a rule in a file of its own.
import { isFault } from '#core/fault.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { checkSudoRule, removeSudoRule, sudoRule as sudoRuleCall, sudoRuleHolds, sudoRuleIsThere } from '#steps/calls/access.ts';
import { aboutMachine } from '#steps/looks.ts';
import { ask, askAt } from '#steps/run-call.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

/** Other rules of the machine may free sudo too; only Hearth's own counts. */
async function isGone(context: StepContext): Promise<Finding> {
  const node = nodeOf(context);
  const there = sudoRuleIsThere(await ask(context, node, checkSudoRule(node.user)));
  return there ? differs(`Hearth's rule for ${node.user} is there.`) : holds(`Hearth has no rule for ${node.user}.`);
}

export const sudoRule: Step = {
  id: 'sudo-rule',
  attempts: 3,
  timeoutMs: 120_000,
  looks: (context) => aboutMachine(nodeOf(context), checkSudoRule(nodeOf(context).user)),
  async check(context) {
    const node = nodeOf(context);
    const free = sudoRuleHolds(await ask(context, node, checkSudoRule(node.user)));
    return free ? holds(`${node.user} becomes root without a password.`) : differs(`sudo still asks ${node.user} for a password.`);
  },
  async apply(context) {
    const node = nodeOf(context);
    const target = context.target(node);
    await askAt(context, { ...target, sudoPassword: target.sudoPassword ?? context.password }, sudoRuleCall(node.user));
  },
  checkUndone: isGone,
  async undo(context) {
    const node = nodeOf(context);
    try {
      await ask(context, node, removeSudoRule(node.user));
    } catch (error) {
      // What was sent before Hearth was ended may have taken the rule away in this moment, and with it the right to ask.
      if (!isFault(error) || error.view.code !== 'SUDO_PASSWORD_NEEDED' || !(await isGone(context)).holds) throw error;
    }
  },
};
