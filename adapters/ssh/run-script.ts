// One script on one connection: sends it, reads it, and ends it for good when it must stop.
import { fault, type Fault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { ScriptAnswer, ScriptIo } from '#core/ports/hosts.ts';
import type { Secret } from '#core/secret.ts';
import type { Connection, RemoteCommand } from './connection.ts';
import { readOutput, type Output, type RemoteGroup } from './output.ts';
import { commands, type Payload } from './payload.ts';
import { sudoFault } from './sudo.ts';
import { abortFault, alarm } from './stages.ts';

export interface ScriptRun {
  readonly script: string;
  readonly label: string;
  readonly payload: Payload;
  readonly asRoot: boolean;
  readonly timeoutMs: number;
  readonly sudoPassword: Secret | null;
  /** Taken out of all that comes back. */
  readonly secrets: readonly Secret[];
  readonly spare: boolean;
  readonly io: ScriptIo;
  readonly clock: Clock;
  /** Of several scripts in one, each as it ends. */
  readonly onPart?: ((part: ScriptAnswer) => void) | undefined;
  /** A channel is open; from now on the machine may have begun. */
  readonly onOpen: () => void;
  /** Ends the process group on the machine; called before the run is given up. */
  readonly endGroup: (group: RemoteGroup) => Promise<void>;
}

/** How long a run that is to stop may take to name its process group. */
const groupWaitMs = 3_000;

type Command = keyof typeof commands;
type Outcome = { readonly kind: 'answer'; readonly answer: ScriptAnswer } | { readonly kind: 'sudo-asks' };

const doingOf = (run: ScriptRun) => `${run.script} on ${run.label}`;

export async function runScript(connection: Connection, run: ScriptRun): Promise<ScriptAnswer> {
  const options = { signal: run.io.signal, doing: doingOf(run), spare: run.spare };
  const attempt = (command: Command) =>
    connection.exec(commands[command], (remote) => follow({ connection, run, remote, command }), options);
  const viaSudo = run.asRoot && connection.user !== 'root';
  if (!viaSudo) return answerFrom(await attempt('asSelf'), run, connection);
  if (run.sudoPassword === null || connection.freeSudo) {
    const outcome = await attempt('sudoQuiet');
    connection.freeSudo = outcome.kind === 'answer';
    if (outcome.kind === 'answer' || run.sudoPassword === null) return answerFrom(outcome, run, connection);
  }
  return answerFrom(await attempt('sudoAsk'), run, connection);
}

function answerFrom(outcome: Outcome, run: ScriptRun, connection: Connection): ScriptAnswer {
  if (outcome.kind === 'answer') return outcome.answer;
  throw fault('SUDO_PASSWORD_NEEDED', { host: run.label, user: connection.user });
}

interface Following {
  readonly connection: Connection;
  readonly run: ScriptRun;
  readonly remote: RemoteCommand;
  readonly command: Command;
}

/**
 * What goes in. With sudoAsk the password goes out only when sudo asks, and once, and the script only after it
 * has let us in; so a password can never become part of a script, nor a script a password.
 */
function feeder({ run, remote, command }: Following) {
  const { channel } = remote;
  let sent = false;
  let spoken = false;
  const send = () => {
    if (sent) return;
    sent = true;
    channel.end(run.payload.text);
  };
  const answerSudo = (prompts: number) => {
    if (prompts === 0 || sent) return;
    if (!spoken && run.sudoPassword !== null) channel.write(`${run.sudoPassword.reveal()}\n`);
    else if (prompts > 1) channel.end();
    spoken = true;
  };
  if (command !== 'sudoAsk') send();
  return {
    sent: () => sent,
    heard(output: Output) {
      if (output.state.ready) send();
      else if (command === 'sudoAsk') answerSudo(output.state.prompts);
    },
    stop() {
      sent = true;
    },
  };
}

/** Feeds the channel, follows its output, and settles exactly once. */
async function follow(following: Following): Promise<Outcome> {
  const { run, remote } = following;
  run.onOpen();
  const ended = Promise.withResolvers<Outcome>();
  const named = Promise.withResolvers<void>();
  const feed = feeder(following);
  const output = readOutput({
    mark: run.payload.mark,
    secrets: run.sudoPassword === null ? run.secrets : [...run.secrets, run.sudoPassword],
    onLine: run.io.onLine,
    onPart: run.onPart,
    onChange: () => {
      feed.heard(output);
      if (output.state.group !== null) named.resolve();
      if (output.state.exitCode !== null) ended.resolve({ kind: 'answer', answer: answerOf(output, output.state.exitCode) });
    },
  });
  remote.channel.on('data', (chunk: Buffer) => output.out(chunk));
  remote.channel.stderr.on('data', (chunk: Buffer) => output.err(chunk));
  remote.closed
    .then((exitCode) => {
      output.close();
      return conclude(following, output, exitCode);
    })
    .then(ended.resolve, ended.reject);
  return await untilStopped(following, output, { ended: ended.promise, named: named.promise, feed });
}

const answerOf = (output: Output, exitCode: number): ScriptAnswer => ({
  exitCode,
  answers: output.state.answers,
  lastLine: output.state.lastLine,
});

/** The channel closed before the script's own end was seen: what was it? */
function conclude(following: Following, output: Output, exitCode: number | null): Outcome {
  const { connection, run, command } = following;
  const { state } = output;
  if (state.exitCode !== null) return { kind: 'answer', answer: answerOf(output, state.exitCode) };
  if (exitCode === null || !connection.alive()) throw connection.lost(doingOf(run));
  if (state.ready) return { kind: 'answer', answer: answerOf(output, exitCode) };
  if (command === 'asSelf') {
    throw fault('SCRIPT_FAILED', { host: run.label, script: run.script, exitCode, lastLine: lastOf(state.noise) });
  }
  const found = sudoFault({ noise: state.noise, prompts: state.prompts, host: run.label, user: connection.user });
  if (found === 'asks') return { kind: 'sudo-asks' };
  throw found ?? fault('SCRIPT_FAILED', { host: run.label, script: run.script, exitCode, lastLine: lastOf(state.noise) });
}

const lastOf = (noise: string): string => noise.trim().split('\n').at(-1)?.trim() ?? '';

interface Signals {
  readonly ended: Promise<Outcome>;
  /** The script has named its process group. */
  readonly named: Promise<void>;
  readonly feed: ReturnType<typeof feeder>;
}

/** Waits for the end, the abort or the time limit, whichever is first; the last two end the remote group before they throw. */
async function untilStopped(following: Following, output: Output, signals: Signals): Promise<Outcome> {
  const { run } = following;
  const stop = Promise.withResolvers<Fault>();
  const onAbort = () => stop.resolve(abortFault(run.io.signal, doingOf(run)));
  const stopAlarm = alarm(run.clock, run.timeoutMs, () => {
    stop.resolve(fault('TIMED_OUT', { doing: doingOf(run), seconds: Math.round(run.timeoutMs / 1000) }));
  });
  if (run.io.signal.aborted) onAbort();
  run.io.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const first = await Promise.race([signals.ended, stop.promise]);
    if (first instanceof Error) {
      if (signals.feed.sent()) await endRemote(following, output, signals);
      signals.feed.stop();
      throw first;
    }
    if (output.state.busy) throw fault('MACHINE_BUSY', { host: run.label });
    if (following.command === 'sudoAsk' && output.state.prompts === 0) following.connection.freeSudo = true;
    return first;
  } finally {
    stopAlarm();
    run.io.signal.removeEventListener('abort', onAbort);
  }
}

/** A script that has not yet named its group is given a moment to do so; without the whole script nothing runs there. */
async function endRemote({ run }: Following, output: Output, signals: Signals): Promise<void> {
  const late = Promise.withResolvers<void>();
  const stopAlarm = alarm(run.clock, groupWaitMs, () => late.resolve());
  const done = signals.ended.then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([signals.named, late.promise, done]);
  stopAlarm();
  if (output.state.group !== null && output.state.exitCode === null) await run.endGroup(output.state.group);
}
