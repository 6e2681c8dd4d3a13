// Tokens and passwords of a platform: kept with Hearth's secrets, checked with their services, never given out.
import { platformSecretKind, type PlatformSecret, type PlatformSecretKind, type PlatformSecretValue } from '#contract/platform-secrets.ts';
import type { Randomness } from '#core/access/tokens.ts';
import { fault, isFault } from '#core/fault.ts';
import { forgetValue, keepValue } from '#core/inventory/secrets/kept.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Http } from '#core/ports/http.ts';
import { platformSecretName, platformSecretNoteName, type SecretStore } from '#core/ports/secrets.ts';
import type { PlatformStore } from '#core/ports/store.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import { Secret } from '#core/secret.ts';
import { checkCloudflare } from './cloudflare.ts';
import { checkGithub } from './github.ts';
import { checkHarborRobot } from './harbor.ts';
import { checkHuggingFace } from './hugging-face.ts';
import { noteOf, writeNote, type Note } from './note.ts';
import { unreachable, type Check, type Verdict } from './verdict.ts';

export interface PlatformSecretDeps {
  readonly platforms: PlatformStore;
  readonly secrets: SecretStore;
  readonly http: Http;
  readonly clock: Pick<Clock, 'now'>;
  readonly randomness: Pick<Randomness, 'token'>;
  /** PEM of the platform's own authority; null when it has none or its cluster does not answer. */
  readonly authorityOf: (platformId: string, signal: AbortSignal) => Promise<string | null>;
}

const checks: Readonly<Record<Exclude<PlatformSecretKind, 'admin-password'>, Check>> = {
  github: checkGithub,
  'hugging-face': checkHuggingFace,
  cloudflare: checkCloudflare,
  'harbor-robot': checkHarborRobot,
};

const unset = (kind: PlatformSecretKind): PlatformSecret => ({
  kind,
  set: false,
  state: 'unchecked',
  detail: '',
  checkedAt: null,
  host: '',
  name: '',
});

async function viewOf(
  { secrets }: Pick<PlatformSecretDeps, 'secrets'>,
  platformId: string,
  kind: PlatformSecretKind,
): Promise<PlatformSecret> {
  const name = platformSecretName(platformId, kind);
  if ((await secrets.get(name)) === null) return unset(kind);
  return { kind, set: true, ...noteOf(await secrets.get(platformSecretNoteName(platformId, kind))) };
}

/** Throws NOT_FOUND. */
export async function listPlatformSecrets(deps: PlatformSecretDeps, platformId: string): Promise<PlatformSecret[]> {
  await getPlatform(deps, platformId);
  return Promise.all(platformSecretKind.options.map((kind) => viewOf(deps, platformId, kind)));
}

interface Setting {
  readonly platformId: string;
  readonly secret: PlatformSecretValue;
}

/** Kept whatever its service says: it may be out of reach, or not set up yet. Throws NOT_FOUND. */
export async function setPlatformSecret(
  deps: PlatformSecretDeps,
  { platformId, secret }: Setting,
  signal: AbortSignal,
): Promise<PlatformSecret> {
  await getPlatform(deps, platformId);
  const at = secret.kind === 'harbor-robot' ? { host: secret.host, name: secret.name } : { host: '', name: '' };
  await keep(deps, { platformId, kind: secret.kind, value: new Secret(secret.value) }, at);
  return checkPlatformSecret(deps, { platformId, kind: secret.kind }, signal);
}

interface Keeping {
  readonly platformId: string;
  readonly kind: PlatformSecretKind;
  readonly value: Secret;
}
async function keep(
  { secrets, clock }: PlatformSecretDeps,
  { platformId, kind, value }: Keeping,
  at: Pick<Note, 'host' | 'name'>,
): Promise<void> {
  await keepValue(secrets, { platformId, name: kind, value, at: clock.now() });
  await secrets.set(platformSecretNoteName(platformId, kind), writeNote({ state: 'unchecked', detail: '', checkedAt: null, ...at }));
}

interface OneSecret {
  readonly platformId: string;
  readonly kind: PlatformSecretKind;
}

/** Throws NOT_FOUND. */
export async function removePlatformSecret(deps: PlatformSecretDeps, { platformId, kind }: OneSecret): Promise<PlatformSecret> {
  await getPlatform(deps, platformId);
  await forgetValue(deps.secrets, platformId, kind);
  await deps.secrets.remove(platformSecretNoteName(platformId, kind));
  return unset(kind);
}

/** Throws NOT_FOUND; SECRET_MISSING when it is not set. */
export async function checkPlatformSecret(
  deps: PlatformSecretDeps,
  { platformId, kind }: OneSecret,
  signal: AbortSignal,
): Promise<PlatformSecret> {
  const { settings } = await getPlatform(deps, platformId);
  const name = platformSecretName(platformId, kind);
  const value = await deps.secrets.get(name);
  if (value === null) throw fault('SECRET_MISSING', { name });
  if (kind === 'admin-password') return viewOf(deps, platformId, kind);
  const noteName = platformSecretNoteName(platformId, kind);
  const note = noteOf(await deps.secrets.get(noteName));
  const trust = kind === 'harbor-robot' ? await deps.authorityOf(platformId, signal) : null;
  const question = { http: deps.http, value, domain: settings.domain, host: note.host, name: note.name, trust, signal };
  const verdict = withoutValue(await answerOf(checks[kind], question), value);
  const checked: Note = { ...note, ...verdict, checkedAt: deps.clock.now() };
  // It may have been replaced or removed while its service was asked.
  if ((await deps.secrets.get(name))?.reveal() === value.reveal()) await deps.secrets.set(noteName, writeNote(checked));
  return viewOf(deps, platformId, kind);
}

async function answerOf(check: Check, question: Parameters<Check>[0]): Promise<Verdict> {
  try {
    return await check(question);
  } catch (error) {
    question.signal.throwIfAborted();
    if (isFault(error) && error.view.code === 'SERVICE_UNREACHABLE') return unreachable(`${error.view.what} ${error.view.why}`);
    throw error;
  }
}

/** A service might repeat what it was sent. */
const withoutValue = ({ state, detail }: Verdict, value: Secret): Verdict => ({
  state,
  detail: detail.replaceAll(value.reveal(), String(value)),
});

/** Some 140 bits, letters and digits only: fit for every form, file and keyboard. */
function makePassword({ token }: Pick<Randomness, 'token'>): string {
  for (;;) {
    const letters = token().replaceAll(/[-_]/g, '');
    if (letters.length >= passwordLength) return letters.slice(0, passwordLength);
  }
}
const passwordLength = 24;

/** Its value is in this answer and in no other. Throws NOT_FOUND. */
export async function makeAdminPassword(deps: PlatformSecretDeps, platformId: string): Promise<{ secret: PlatformSecret; value: string }> {
  await getPlatform(deps, platformId);
  const value = makePassword(deps.randomness);
  await keep(deps, { platformId, kind: 'admin-password', value: new Secret(value) }, { host: '', name: '' });
  return { secret: await viewOf(deps, platformId, 'admin-password'), value };
}
