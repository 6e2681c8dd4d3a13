// Reads what a script sends: noise before it starts, log lines, answers, and its end.
import { createRedactor } from '#core/redact.ts';
import type { ScriptAnswer, ScriptIo, ScriptLine } from '#core/ports/hosts.ts';
import { Secret } from '#core/secret.ts';
import { lineSplitter } from './lines.ts';
import { readyMark, sudoPrompt } from './payload.ts';

export interface RemoteGroup {
  readonly pid: string;
  readonly born: string;
}

export interface Output {
  out(chunk: Buffer): void;
  err(chunk: Buffer): void;
  /** Gives out what is left when the channel has closed. */
  close(): void;
  readonly state: {
    readonly ready: boolean;
    /** How often sudo has asked for the password. */
    readonly prompts: number;
    /** What login shell and sudo said before the script started. */
    readonly noise: string;
    readonly group: RemoteGroup | null;
    /** Another Hearth holds the machine's lock. */
    readonly busy: boolean;
    /** Set once the script has ended and all it wrote has arrived. */
    readonly exitCode: number | null;
    readonly answers: ReadonlyMap<string, readonly string[]>;
    readonly lastLine: string;
  };
}

export interface OutputPlan {
  readonly mark: string;
  readonly secrets: readonly Secret[];
  readonly onLine: ScriptIo['onLine'];
  /** One of several scripts has ended; answers and last line begin anew. */
  readonly onPart?: ((part: ScriptAnswer) => void) | undefined;
  /** Called after each change of state. */
  readonly onChange: () => void;
}

const maxNoise = 16 * 1024;

interface Gate {
  readonly onNoise: (text: string) => void;
  readonly onReady: () => void;
  readonly pass: (chunk: Buffer) => void;
}

/** Passes bytes on only after the ready mark; what came before goes to `onNoise`. */
function gate({ onNoise, onReady, pass }: Gate) {
  const wanted = Buffer.from(`\n${readyMark}\n`);
  let open = false;
  let held: Buffer = Buffer.alloc(0);
  return (chunk: Buffer) => {
    if (open) return pass(chunk);
    held = Buffer.concat([held, chunk]);
    const at = held.indexOf(wanted);
    if (at < 0) {
      held = held.subarray(-maxNoise);
      return onNoise(held.toString('utf8'));
    }
    open = true;
    onNoise(held.subarray(0, at).toString('utf8'));
    const rest = held.subarray(at + wanted.length);
    held = Buffer.alloc(0);
    onReady();
    if (rest.length > 0) pass(rest);
  };
}

/** What has been learned so far, seen from outside as read-only. */
type State = { -readonly [K in Exclude<keyof Output['state'], 'answers'>]: Output['state'][K] } & {
  readonly answers: Map<string, string[]>;
};
const beginning = (): State => ({
  ready: false,
  prompts: 0,
  noise: '',
  group: null,
  busy: false,
  exitCode: null,
  answers: new Map(),
  lastLine: '',
});

const escaped = /%(25|0A|0D|1E)/g;
const unescaped = (value: string) => value.replaceAll(escaped, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));

/** Lines with the mark: "~NAME ESCAPED" and "=NAME BASE64" are answers, "!WHAT VALUE" comes from the prelude itself. */
function markReader(state: State, onPart: OutputPlan['onPart']) {
  let outEnd: number | null = null;
  let errEnded = false;
  const settle = () => {
    if (outEnd !== null && errEnded) state.exitCode = outEnd;
  };
  const told = (what: string, value: string) => {
    const [first = '', second = ''] = value.split(' ');
    if (what === 'pid') state.group = { pid: first, born: second };
    else if (what === 'busy') state.busy = true;
    else if (what === 'part') {
      onPart?.({ exitCode: Number(first), answers: new Map(state.answers), lastLine: state.lastLine });
      state.answers.clear();
      state.lastLine = '';
    } else if (what === 'end') outEnd = Number(first);
    settle();
  };
  const answered = (name: string, value: string) => {
    const values = state.answers.get(name);
    if (values === undefined) state.answers.set(name, [value]);
    else values.push(value);
  };
  return {
    out(text: string) {
      const space = text.indexOf(' ');
      const [name, value] = space < 0 ? [text.slice(1), ''] : [text.slice(1, space), text.slice(space + 1)];
      if (text.startsWith('!')) told(name, value);
      else if (text.startsWith('~')) answered(name, unescaped(value));
      else if (text.startsWith('=')) answered(name, Buffer.from(value, 'base64').toString('utf8'));
    },
    err() {
      errEnded = true;
      settle();
    },
  };
}

const linesOfSecret = (secret: Secret) =>
  secret
    .reveal()
    .split(/\r?\n/)
    .map((line) => new Secret(line));

export function readOutput(plan: OutputPlan): Output {
  const state = beginning();
  const marks = markReader(state, plan.onPart);
  const redactor = createRedactor();
  // Output comes line by line, and so may a secret.
  for (const secret of plan.secrets) for (const part of [secret, ...linesOfSecret(secret)]) redactor.add(part);
  const noise = { out: '', err: '' };
  const line = (stream: ScriptLine['stream'], raw: string) => {
    const text = redactor.text(raw);
    if (text.trim() !== '') state.lastLine = text;
    plan.onLine({ stream, text });
  };
  const linesOf = (stream: 'out' | 'err') =>
    lineSplitter({
      mark: plan.mark,
      onLine: (text) => {
        const at = text.indexOf(plan.mark);
        if (at < 0) return line(stream, text);
        // Free text without a newline may stand before an answer.
        if (at > 0) line(stream, text.slice(0, at));
        marks[stream](text.slice(at + plan.mark.length));
      },
    });
  const lines = { out: linesOf('out'), err: linesOf('err') };
  const hear = (stream: 'out' | 'err') => (text: string) => {
    noise[stream] = text;
    state.noise = `${noise.out}\n${noise.err}`.trim();
    state.prompts = noise.err.split(sudoPrompt).length - 1;
  };
  const onReady = () => {
    state.ready = true;
  };
  const gates = {
    out: gate({ onNoise: hear('out'), onReady, pass: (chunk) => lines.out.push(chunk) }),
    err: gate({ onNoise: hear('err'), onReady: () => undefined, pass: (chunk) => lines.err.push(chunk) }),
  };
  const feed = (stream: 'out' | 'err') => (chunk: Buffer) => {
    gates[stream](chunk);
    plan.onChange();
  };
  return {
    state,
    out: feed('out'),
    err: feed('err'),
    close() {
      lines.out.end();
      lines.err.end();
      plan.onChange();
    },
  };
}
