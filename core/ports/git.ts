// One file on one branch of a git repository.
import type { Secret } from '#core/secret.ts';
import type { HomeText } from './homes.ts';

export interface GitPlace {
  /** Names what is kept of it on this computer. */
  readonly id: string;
  readonly remote: string;
  readonly branch: string;
  /** Inside the repository. */
  readonly path: string;
  readonly user: string;
  /** A commit was seen there once: a repository on this computer that is gone now is out of reach, not yet to be made. */
  readonly held: boolean;
  readonly token: Secret | null;
}

export interface GitCommit {
  readonly text: string;
  /** The commit that it comes after; "" where the branch is to begin. */
  readonly after: string;
  readonly message: string;
  readonly author: string;
  readonly at: number;
}

export interface Git {
  /** A branch or a repository that is not there holds nothing, unless it is one on this computer that held something. HOME_UNREACHABLE, HOME_REFUSED; the signal's reason. */
  look(place: GitPlace, signal: AbortSignal): Promise<HomeText>;
  /** The commit that was made. HOME_DIVERGED when the branch has gone on; HOME_UNREACHABLE, HOME_REFUSED; the signal's reason. */
  push(place: GitPlace, commit: GitCommit, signal: AbortSignal): Promise<string>;
  /** Removes what is kept of it on this computer. */
  forget(id: string): Promise<void>;
}
