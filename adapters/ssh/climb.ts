// The connection doctor: the same way as every connection, told rung by rung.
import type { Rung, RungName } from '#contract/nodes.ts';
import { fault, isFault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { HostTarget } from '#core/ports/hosts.ts';
import { keepConnection, type Connection } from './connection.ts';
import { buildPayload } from './payload.ts';
import { reach, type ReachSettings } from './reach.ts';
import { runScript } from './run-script.ts';

export interface ClimbPlan {
  readonly target: HostTarget;
  readonly settings: ReachSettings;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly rungMs: number;
  readonly prelude: string;
}

const order: readonly RungName[] = ['resolve', 'tcp', 'banner', 'host-key', 'auth', 'sudo'];

interface Passed {
  readonly rung: RungName;
  readonly found: string;
}

/** Runs a script of one word as root; which way sudo took tells the rest. */
async function trySudo(plan: ClimbPlan, connection: Connection): Promise<string> {
  const { target } = plan;
  if (target.user === 'root') return 'The user is root; sudo is not needed.';
  const payload = buildPayload({
    prelude: plan.prelude,
    scriptText: 'true',
    call: { args: {}, changes: false },
    owner: '',
    waitSeconds: 1,
  });
  const io = { signal: plan.signal, onLine: () => undefined };
  const answer = await runScript(connection, {
    script: 'sudo',
    label: target.label,
    payload,
    asRoot: true,
    timeoutMs: plan.rungMs,
    sudoPassword: target.sudoPassword,
    secrets: [],
    spare: false,
    io,
    clock: plan.clock,
    onOpen: () => undefined,
    endGroup: async () => undefined,
  });
  if (answer.exitCode !== 0) {
    throw fault('SCRIPT_FAILED', { host: target.label, script: 'sudo', exitCode: answer.exitCode, lastLine: answer.lastLine });
  }
  return connection.freeSudo ? 'sudo needs no password.' : 'sudo takes the known password.';
}

async function walk(plan: ClimbPlan, onPass: (passed: Passed) => void): Promise<void> {
  const { target } = plan;
  const watch = {
    stageMs: plan.rungMs,
    signal: plan.signal,
    clock: plan.clock,
    onPass: (rung: RungName, found: string) => onPass({ rung, found }),
  };
  const reached = await reach(target, plan.settings, watch);
  const endpoint = { label: target.label, address: target.address, port: target.port };
  const connection = keepConnection({
    endpoint,
    user: target.user,
    client: reached.client,
    channels: 1,
    onIdle: () => undefined,
    onClose: () => reached.close(),
  });
  try {
    onPass({ rung: 'sudo', found: await trySudo(plan, connection) });
  } finally {
    connection.close();
  }
}

/** Each rung as "running", then "pass" or "fail"; after the first failure the rest are "not-reached". */
export async function* climb(plan: ClimbPlan): AsyncGenerator<Rung> {
  const passed: Passed[] = [];
  let wake = () => {};
  let end: { readonly error: unknown } | null = null;
  const finish = (error: unknown) => {
    end = { error };
    wake();
  };
  const finished = () => end;
  walk(plan, (one) => {
    passed.push(one);
    wake();
  }).then(
    () => finish(null),
    (error: unknown) => finish(error),
  );

  for (const [index, rung] of order.entries()) {
    yield { rung, state: 'running', found: '', fault: null };
    while (passed.length === 0 && finished() === null) {
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      await promise;
    }
    const one = passed.shift();
    if (one !== undefined) {
      yield { rung: one.rung, state: 'pass', found: one.found, fault: null };
      continue;
    }
    const error = finished()?.error;
    if (!isFault(error) || plan.signal.aborted) throw error;
    yield { rung, state: 'fail', found: error.view.what, fault: error.view };
    for (const rest of order.slice(index + 1)) yield { rung: rest, state: 'not-reached', found: '', fault: null };
    return;
  }
}
