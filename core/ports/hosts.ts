// Machines, reached over SSH. Remote work is a named script; its text lies in installer-steps/scripts/NAME.sh.
import type { Credential, HostKey, Rung, SeenKey } from '#contract/nodes.ts';
import type { Secret } from '#core/secret.ts';

export type Login = Credential | { readonly method: 'password'; readonly password: Secret };

export interface HostTarget {
  /** For sentences: "node2" or, before it has a name, its address. */
  readonly label: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly login: Login;
  readonly jump: { readonly address: string; readonly port: number; readonly user: string } | null;
  /** Nothing secret is sent before the machine has shown this key. Null: not trusted yet, so nothing is sent at all. */
  readonly hostKey: Pick<HostKey, 'algorithm' | 'fingerprint'> | null;
  /** Null: sudo needs no password here, or none is known. */
  readonly sudoPassword: Secret | null;
}

export interface ScriptCall {
  /** File name in installer-steps/scripts without .sh; practice/ answers by it. */
  readonly script: string;
  /** Handed over as data, never pasted into a shell line. Read in the script as $ARG_NAME (upper case). */
  readonly args: Readonly<Record<string, string>>;
  /** As args, but also scrubbed from every line that comes back. */
  readonly secretArgs?: Readonly<Record<string, Secret>>;
  readonly asRoot: boolean;
  /** Changes the machine: holds the machine's lock, so that a left-over of a lost connection is never doubled. */
  readonly changes: boolean;
  /** Logs in anew instead of using a connection that is open: whether the login works now is the question. */
  readonly freshLogin?: boolean;
  /** No answer at all within this time ends it with TIMED_OUT. */
  readonly timeoutMs: number;
}

export interface ScriptAnswer {
  readonly exitCode: number;
  /** What the script answered with its `answer NAME VALUE` function, in order of arrival. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  /** Last line of its free log, for error sentences. */
  readonly lastLine: string;
  /** By this computer's clock, between these two the script ran; there when it was asked for ahead of its need. */
  readonly within?: { readonly asked: number; readonly answered: number };
}

export interface ScriptLine {
  readonly stream: 'out' | 'err';
  readonly text: string;
}

export interface ScriptIo {
  /** Aborting ends the remote process group too, before the promise rejects. */
  readonly signal: AbortSignal;
  /** Every line once, in order. */
  readonly onLine: (line: ScriptLine) => void;
}

/** Looks that share one session, and so one round trip. */
export interface LookBatch {
  readonly asRoot: boolean;
  readonly looks: readonly Pick<ScriptCall, 'script' | 'args'>[];
  /** Of them all. */
  readonly timeoutMs: number;
}

export interface BatchIo extends ScriptIo {
  /** In the order of the looks, each as soon as its script has ended. The lines since the one before are its own; all come as "out". */
  readonly onAnswer: (answer: ScriptAnswer) => void;
}

export interface Hosts {
  /** Reads the key a machine shows, without sending a credential. */
  readHostKey(target: Pick<HostTarget, 'address' | 'port' | 'jump' | 'hostKey' | 'label'>, signal: AbortSignal): Promise<SeenKey>;
  /** The connection doctor: one rung at a time, stopping at the first that fails. */
  climb(target: HostTarget, signal: AbortSignal): AsyncIterable<Rung>;
  /** Runs a named script. A non-zero exit code is an answer, not an error; connection and login problems are faults. */
  run(target: HostTarget, call: ScriptCall, io: ScriptIo): Promise<ScriptAnswer>;
  /** Runs several scripts that change nothing, one after another, each by itself: what one does or how it ends is nothing to the next. */
  runAll(target: HostTarget, batch: LookBatch, io: BatchIo): Promise<void>;
  /** Writes a file into the user's own temporary folder on the machine and returns its path there. */
  upload(target: HostTarget, file: { readonly name: string; readonly content: Uint8Array }, signal: AbortSignal): Promise<string>;
  close(): Promise<void>;
}

/** Hearth's own key pair; the private half never leaves its file. */
export interface HearthKey {
  publicKey(): Promise<{ readonly publicKey: string; readonly fingerprint: string }>;
}
