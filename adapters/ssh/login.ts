// How to log in: which proof is offered, in which order, and what to say when it is refused.
import { createPrivateKey } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type AnyAuthMethod, type BaseAgent, type ParsedKey } from 'ssh2';
import { errorCode } from '#adapters/error-code.ts';
import { fault, type Fault } from '#core/fault.ts';
import type { HostTarget, Login } from '#core/ports/hosts.ts';
import type { OwnKey } from './hearth-key.ts';

export interface LoginAttempt {
  /** For sentences: "Hearth's key", "the password". */
  readonly proof: string;
  /** What to offer next. `offered` is null before the server has said what it accepts; null as answer: nothing is left. */
  next(offered: readonly string[] | null): AnyAuthMethod | null;
  /** The server said no for good. */
  refused(offered: readonly string[]): Fault;
}

const keyFault = (path: string, reason: string, cause?: unknown) => fault('KEY_UNREADABLE', { path, reason }, { cause });

export const expandHome = (path: string): string => (path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path);

function isEncrypted(text: string): boolean {
  const parsed = ssh2.utils.parseKey(text);
  if (parsed instanceof Error && /encrypted/i.test(parsed.message)) return true;
  return text.includes('BEGIN ENCRYPTED PRIVATE KEY');
}

/** OpenSSH, PEM and PPK through ssh2; PKCS#8 through Node. */
function parsePrivateKey(path: string, text: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(text);
  if (!(parsed instanceof Error)) {
    const [key] = Array.isArray(parsed) ? parsed : [parsed];
    if (key?.isPrivateKey()) return key;
    throw keyFault(path, 'It is the public half; choose the file without .pub.');
  }
  if (isEncrypted(text)) {
    throw keyFault(path, 'It is protected by a passphrase. Add it to your SSH agent (ssh-add) and choose the agent instead.');
  }
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === 'rsa') {
      const pem = ssh2.utils.parseKey(key.export({ type: 'pkcs1', format: 'pem' }));
      if (!(pem instanceof Error)) return pem;
    }
  } catch {
    // Not PKCS#8 either: the sentence below says so.
  }
  throw keyFault(path, 'It is not a private key in OpenSSH, PEM or PuTTY format.', parsed);
}

const readReasons: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  EACCES: 'You may not read it.',
  EPERM: 'You may not read it.',
  EISDIR: 'It is a folder.',
};

/** An RSA key of 16,384 bits takes 13 KB. */
const longestKeyFile = 64 * 1024;

async function readKeyFile(path: string): Promise<ParsedKey> {
  const place = expandHome(path);
  const cannotRead = (error: unknown) => {
    throw keyFault(path, readReasons[errorCode(error)] ?? 'It cannot be read.', error);
  };
  const found = await stat(place).catch(cannotRead);
  // A device or a pipe would be read for ever.
  if (!found.isFile() && !found.isDirectory()) throw keyFault(path, 'It is not a file.');
  if (found.size > longestKeyFile) throw keyFault(path, 'It is far larger than any key.');
  return parsePrivateKey(path, await readFile(place, 'utf8').catch(cannotRead));
}

type Who = { readonly host: string; readonly port: number; readonly user: string };

const refusal = (who: Who, tried: string, offered: readonly string[]) =>
  fault('AUTH_REFUSED', { ...who, tried, offered: offered.length === 0 ? 'nothing it would name' : offered.join(', ') });

/** Offers one method once. */
function single(who: Who, proof: string, method: AnyAuthMethod): LoginAttempt {
  let left: AnyAuthMethod | null = method;
  return {
    proof,
    next() {
      const now = left;
      left = null;
      return now;
    },
    refused: (offered) => refusal(who, proof, offered),
  };
}

async function agentAttempt(who: Who, socketPath: string | undefined): Promise<LoginAttempt> {
  if (socketPath === undefined || socketPath === '') throw fault('AGENT_MISSING', {});
  const agent: BaseAgent = ssh2.createAgent(socketPath);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  agent.getIdentities((error, keys) => (error ? reject(error) : resolve(keys?.length ?? 0)));
  const count = await promise.catch((error: unknown) => {
    throw fault('AGENT_MISSING', {}, { cause: error });
  });
  const proof = count === 0 ? 'the SSH agent, which holds no key' : `the SSH agent with ${count} ${count === 1 ? 'key' : 'keys'}`;
  return single(who, proof, { type: 'agent', username: who.user, agent });
}

/** Asks first what the server accepts, so that the password goes out only where it is wanted, and only once. */
function passwordAttempt(who: Who, password: string): LoginAttempt {
  let asked = false;
  let sent = false;
  const keyboard: AnyAuthMethod = {
    type: 'keyboard-interactive',
    username: who.user,
    // Name, instructions and language come first; they are for people.
    prompt(...[, , , prompts, finish]) {
      // One hidden question is the password; anything more is a second factor, which the same word would not answer.
      const first = !sent && prompts.length === 1 && prompts[0]?.echo !== true;
      sent = true;
      finish(prompts.map(() => (first ? password : '')));
    },
  };
  return {
    proof: 'the password',
    next(offered) {
      if (offered === null) return { type: 'none', username: who.user };
      if (asked) return null;
      asked = true;
      if (offered.includes('password')) {
        sent = true;
        return { type: 'password', username: who.user, password };
      }
      return offered.includes('keyboard-interactive') ? keyboard : null;
    },
    refused: (offered) => (sent ? fault('PASSWORD_WRONG', who) : refusal(who, 'nothing, as it takes no passwords', offered)),
  };
}

export interface LoginPlan {
  readonly target: Pick<HostTarget, 'label' | 'port' | 'user'>;
  readonly login: Login;
  readonly hearthKey: OwnKey;
  readonly agentSocket: string | undefined;
}

/** Reads what the login needs. Throws KEY_UNREADABLE or AGENT_MISSING; nothing has been sent then. */
export async function prepareLogin(plan: LoginPlan): Promise<LoginAttempt> {
  const who = { host: plan.target.label, port: plan.target.port, user: plan.target.user };
  const { login } = plan;
  if (login.method === 'agent') return agentAttempt(who, plan.agentSocket);
  if (login.method === 'password') return passwordAttempt(who, login.password.reveal());
  const isOwn = login.method === 'hearth-key';
  const key = isOwn ? (await plan.hearthKey.privateKey()).reveal() : await readKeyFile(login.path);
  return single(who, isOwn ? "Hearth's key" : `the key ${login.path}`, { type: 'publickey', username: who.user, key });
}
