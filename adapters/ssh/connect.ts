// From a socket to a logged-in client. The host key is decided before anything secret leaves this computer.
import ssh2, { type Client } from 'ssh2';
import type { Duplex } from 'node:stream';
import { algorithmOrder, type ShownKey } from '#core/access/host-keys.ts';
import { fault, type Fault } from '#core/fault.ts';
import type { LoginAttempt } from './login.ts';
import { shownKey } from './known-hosts.ts';
import type { Endpoint } from './open-socket.ts';
import { abortFault, alarm, type Stage, type StageWatch } from './stages.ts';

export interface HandshakePlan {
  readonly endpoint: Endpoint;
  readonly user: string;
  readonly socket: Duplex;
  /** Key types already trusted; the server is asked for these first. */
  readonly trustedTypes: readonly string[];
  /** Decides about the key: null lets it pass. Required, because ssh2 accepts any key without a verifier. */
  readonly verify: (shown: ShownKey) => Fault | null;
  /** Null: look at the key only. */
  readonly login: (() => Promise<LoginAttempt>) | null;
  readonly keepAliveMs: number;
}

const greetingLimit = 8 * 1024;
const sshGreeting = /^SSH-(?:2\.0|1\.99)-[^\n]*\n/m;

/** For a sentence on the screen: printable ASCII, one line, short. */
const presentable = (text: string): string =>
  text
    .replace(/[^\x21-\x7e]+/g, ' ')
    .trim()
    .slice(0, 80);

/** Looks at the first bytes in passing; ssh2 itself only says "invalid". */
function watchGreeting(socket: Duplex, onGreeting: (line: string) => void) {
  let seen = '';
  const look = (chunk: Buffer) => {
    seen += chunk.toString('latin1');
    const line = sshGreeting.exec(seen)?.[0];
    if (line === undefined && seen.length < greetingLimit) return;
    socket.off('data', look);
    if (line !== undefined) onGreeting(presentable(line));
  };
  socket.on('data', look);
  return { seen: () => presentable(seen) };
}

const doings: Readonly<Record<Stage, string>> = {
  resolve: 'Resolving',
  tcp: 'Connecting to',
  banner: 'The greeting of',
  'host-key': 'The key exchange with',
  auth: 'The login on',
};

/** sshd's words when it turns callers away for a while. */
const tooBusy = /^(?:Not allowed at this time|Exceeded MaxStartups)/;

/** What an error of ssh2 means, given how far things had come. */
function meaning(plan: HandshakePlan, found: { readonly stage: Stage; readonly greeting: string }, error: Error): Fault {
  const { stage, greeting } = found;
  const at = { host: plan.endpoint.label, port: plan.endpoint.port };
  if (stage === 'banner' && tooBusy.test(greeting)) return fault('SESSION_REFUSED', at, { cause: error });
  if (stage === 'banner' && greeting !== '') return fault('NOT_SSH', { ...at, banner: greeting }, { cause: error });
  if (stage === 'host-key' && /no matching|signature|malformed|negotiated type/i.test(error.message)) {
    return fault('SSH_INCOMPATIBLE', { ...at, reason: `${error.message}.` }, { cause: error });
  }
  const doing = `${doings[stage]} ${at.host}`;
  return fault('CONNECTION_LOST', { ...at, doing }, { cause: error });
}

/** Before the login, silence says something about the server; later the machine may just be slow to decide. */
const lateFault = ({ label, port }: Endpoint, stage: Stage, seconds: number): Fault =>
  stage === 'auth'
    ? fault('TIMED_OUT', { doing: `${doings[stage]} ${label}`, seconds })
    : fault('SSH_SILENT', { host: label, port, seconds });

interface AuthState {
  login: LoginAttempt | null;
  methods: readonly string[];
}

/** ssh2 asks for the next proof each time one was refused. The proof is fetched only now that the host key is trusted. */
function authHandler(plan: HandshakePlan, state: AuthState, fail: (error: unknown) => void) {
  const offer = async (left: readonly string[] | null, partial: boolean | null): Promise<ssh2.AnyAuthMethod> => {
    if (left !== null) state.methods = left;
    state.login ??= plan.login === null ? null : await plan.login();
    if (state.login === null) throw new Error('There is no login here.');
    if (partial === true) throw refusedWith(plan, state, ', which is right but not enough');
    const method = state.login.next(left === null ? null : state.methods);
    if (method === null) throw state.login.refused(state.methods);
    return method;
  };
  return (left: readonly string[] | null, partial: boolean | null, give: (method: ssh2.AnyAuthMethod) => void) => {
    offer(left, partial).then((method) => give(method), fail);
  };
}

const refusedWith = (plan: HandshakePlan, state: AuthState, remark: string) =>
  fault('AUTH_REFUSED', { ...who(plan), tried: `${state.login?.proof ?? 'nothing'}${remark}`, offered: state.methods.join(', ') });

const who = (plan: HandshakePlan) => ({ host: plan.endpoint.label, port: plan.endpoint.port, user: plan.user });

/** Where a handshake stands: its stage with a time limit, and its one end. */
function progressOf(plan: HandshakePlan, watch: StageWatch, client: Client) {
  const { promise, resolve, reject } = Promise.withResolvers<Client | null>();
  const now: { stage: Stage; settled: boolean; stopAlarm: () => void } = { stage: 'banner', settled: false, stopAlarm: () => {} };
  const settle = (end: () => void) => {
    if (now.settled) return;
    now.settled = true;
    now.stopAlarm();
    watch.signal.removeEventListener('abort', onAbort);
    end();
  };
  const hangUp = () => {
    client.destroy();
    plan.socket.destroy();
  };
  const fail = (cause: unknown) =>
    settle(() => {
      reject(cause);
      hangUp();
    });
  const onAbort = () => fail(abortFault(watch.signal, `${doings[now.stage]} ${plan.endpoint.label}`));
  watch.signal.addEventListener('abort', onAbort, { once: true });
  if (watch.signal.aborted) onAbort();
  return {
    promise,
    fail,
    stage: () => now.stage,
    settled: () => now.settled,
    succeed: () => settle(() => resolve(client)),
    endAtKey: () =>
      settle(() => {
        resolve(null);
        hangUp();
      }),
    enter(stage: Stage) {
      now.stopAlarm();
      now.stage = stage;
      now.stopAlarm = alarm(watch.clock, watch.stageMs, () => fail(lateFault(plan.endpoint, stage, Math.round(watch.stageMs / 1000))));
    },
  };
}

/** ssh2's verifier: asked at the first key exchange, and at each re-keying long after the login. */
function keyVerifier(plan: HandshakePlan, progress: ReturnType<typeof progressOf>) {
  let seen: ShownKey | null = null;
  return {
    seen: () => seen,
    verify(blob: Buffer): boolean {
      const shown = shownKey(blob);
      const problem = plan.verify(shown);
      if (problem !== null) {
        progress.fail(problem);
        return false;
      }
      seen = shown;
      if (progress.settled() || plan.login !== null) return true;
      progress.endAtKey();
      return false;
    },
  };
}

/**
 * Resolves with a logged-in client, or throws one fault. With `login: null` it ends after the host key, and
 * resolves with null when the key was let pass. The socket is closed on any failure.
 */
export function handshake(plan: HandshakePlan, watch: StageWatch): Promise<Client | null> {
  const client = new ssh2.Client();
  const auth: AuthState = { login: null, methods: [] };
  const progress = progressOf(plan, watch, client);
  if (progress.settled()) return progress.promise;
  const greeting = watchGreeting(plan.socket, (line) => {
    watch.onPass('banner', `It greets as ${line}.`);
    progress.enter('host-key');
  });
  progress.enter('banner');
  const key = keyVerifier(plan, progress);

  const onError = (error: Error) => {
    const stage = progress.stage();
    const tooMany = stage === 'auth' && /too many authentication failures/i.test(error.message);
    progress.fail(
      tooMany ? refusedWith(plan, auth, ', more often than it allows') : meaning(plan, { stage, greeting: greeting.seen() }, error),
    );
  };
  client.on('error', onError);
  client.on('close', () => onError(new Error('closed by the other side')));
  // Only now has the server proved that it holds the private half.
  client.on('handshake', () => {
    const shown = key.seen();
    if (progress.settled() || progress.stage() !== 'host-key' || shown === null) return;
    watch.onPass('host-key', `Its ${shown.type} key ${shown.fingerprint} is the trusted one.`);
    progress.enter('auth');
  });
  client.on('change password', () => progress.fail(refusedWith(plan, auth, ', which has expired and must be changed on the machine')));
  client.on('ready', () => {
    if (progress.settled()) return;
    watch.onPass('auth', `${plan.user} is let in with ${auth.login?.proof ?? 'nothing'}.`);
    progress.succeed();
  });
  client.connect({
    sock: plan.socket,
    username: plan.user,
    hostVerifier: (blob: Buffer) => key.verify(blob),
    algorithms: { serverHostKey: [...algorithmOrder(plan.trustedTypes)] },
    authHandler: authHandler(plan, auth, progress.fail),
    keepaliveInterval: plan.keepAliveMs,
    keepaliveCountMax: 3,
    // Each stage has its own limit here.
    readyTimeout: 0,
  });
  return progress.promise;
}
