// Reading and writing a second home, whatever it is.
import { fault } from '#core/fault.ts';
import type { Files } from '#core/ports/files.ts';
import type { Git, GitPlace } from '#core/ports/git.ts';
import type { HomeRecord, HomeText } from '#core/ports/homes.ts';
import { homeTokenName, type SecretStore } from '#core/ports/secrets.ts';

export interface ReachDeps {
  readonly files: Files;
  readonly git: Git;
  readonly secrets: Pick<SecretStore, 'get'>;
}

type GitHome = Extract<HomeRecord['home'], { kind: 'git' }>;

async function placeOf({ secrets }: ReachDeps, record: HomeRecord, home: GitHome): Promise<GitPlace> {
  const { platformId, common, there } = record;
  const { remote, branch, path, user } = home;
  const held = [common, there].some((one) => one !== null && one.commit !== '');
  return { id: platformId, remote, branch, path, user, held, token: await secrets.get(homeTokenName(platformId)) };
}

/** HOME_UNREACHABLE, HOME_REFUSED; the signal's reason. */
export async function lookThere(deps: ReachDeps, record: HomeRecord, signal: AbortSignal): Promise<HomeText> {
  const { home } = record;
  if (home.kind === 'file') return { text: await deps.files.read(home.path, signal), commit: '' };
  return deps.git.look(await placeOf(deps, record, home), signal);
}

export interface Writing {
  readonly record: HomeRecord;
  readonly text: string;
  readonly message: string;
  readonly author: string;
  readonly at: number;
}

/** Over what was there when it was last looked at, and over nothing else. HOME_DIVERGED, HOME_UNREACHABLE, HOME_REFUSED; the signal's reason. */
export async function writeThere(deps: ReachDeps, { record, ...writing }: Writing, signal: AbortSignal): Promise<HomeText> {
  const { home, there } = record;
  const { text } = writing;
  // It would come back as another text, and count as changed there.
  if (!text.isWellFormed()) throw fault('HOME_REFUSED', { home: home.kind, reason: 'The text holds half a character, which no file can.' });
  if (home.kind === 'file') {
    await deps.files.write(home.path, { text, expected: there?.text ?? null }, signal);
    return { text, commit: '' };
  }
  const commit = await deps.git.push(await placeOf(deps, record, home), { ...writing, after: there?.commit ?? '' }, signal);
  return { text, commit };
}
