// Lets the API server of one control node accept the tokens of an issuer; a server that does not start with that gets its old flags back.
import { fault } from '#core/fault.ts';
import { loginFlags } from '#core/login/flags.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { apiLoginOf, apiLoginState, setApiLogin, setOutcomeOf } from '#steps/calls/login.ts';
import { ask } from '#steps/run-call.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';
import { loginOf } from './login-input.ts';

const stateOf = async (context: StepContext) =>
  apiLoginOf(await ask(context, nodeOf(context), apiLoginState(systemOf(context.platform).id)));

const wantedOf = ({ input }: Pick<StepContext, 'input'>, caFile: string) => {
  const login = loginOf(input);
  return { flags: loginFlags(login, login.caPem === undefined ? '' : caFile), ca: login.caPem ?? '' };
};

export const sameFlags = (one: readonly string[], other: readonly string[]) => one.toSorted().join('\n') === other.toSorted().join('\n');

async function look(context: StepContext): Promise<Finding> {
  const { name } = nodeOf(context);
  const state = await stateOf(context);
  const wanted = wantedOf(context, state.caFile);
  if (state.trying) return differs(`An earlier try on ${name} was cut off.`);
  if (!sameFlags(state.flags, wanted.flags))
    return differs(`The API server of ${name} has other flags: ${state.flags.join(' ') || 'none'}.`);
  if (state.ca.trim() !== wanted.ca.trim()) return differs(`${name} has other certificates for the issuer.`);
  return state.api
    ? holds(`The API server of ${name} accepts tokens of the issuer.`)
    : differs(`The API server of ${name} does not answer.`);
}

/** No flags: as it was before Hearth. */
export async function setLogin(context: StepContext, what: { readonly flags: readonly string[]; readonly ca: string }): Promise<void> {
  const node = nodeOf(context);
  const { outcome, reason } = setOutcomeOf(await ask(context, node, setApiLogin(systemOf(context.platform).id, what)));
  if (outcome === 'done') return;
  throw fault(outcome === 'reverted' ? 'API_SERVER_REVERTED' : 'API_SERVER_DOWN', { host: node.name, reason });
}

export const apiServerLogin: Step = {
  id: 'api-server-login',
  attempts: 2,
  timeoutMs: 900_000,
  check: look,
  async apply(context) {
    const { caFile } = await stateOf(context);
    await setLogin(context, wantedOf(context, caFile));
  },
  async checkUndone(context) {
    const { ours, trying, api } = await stateOf(context);
    if (ours || trying) return differs('The API server has the flags that Hearth gave it.');
    return api ? holds('The API server has none of Hearth’s flags.') : differs('The API server does not answer.');
  },
  undo: (context) => setLogin(context, { flags: [], ca: '' }),
};
