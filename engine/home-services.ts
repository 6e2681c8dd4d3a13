// The second homes of inventories: files of the person, and git repositories.
import { systemClock } from '#adapters/clock/system-clock.ts';
import { openFiles } from '#adapters/files/open.ts';
import { openGit } from '#adapters/git/open.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import { createHomes, type Homes } from '#core/inventory/home/homes.ts';
import type { Log } from '#core/ports/log.ts';
import type { SecretStore } from '#core/ports/secrets.ts';
import type { Store } from '#core/ports/store.ts';
import { randomness } from './randomness.ts';

export interface HomeParts {
  readonly store: Pick<Store, 'platforms' | 'drafts' | 'homes'>;
  readonly secrets: SecretStore;
  readonly log: Pick<Log, 'error'>;
  readonly dataDir: string;
}

export function homeServices({ store, secrets, log, dataDir }: HomeParts): Homes {
  const { platforms, drafts, homes } = store;
  const [files, git] = [openFiles({ clock: systemClock }), openGit({ dataDir })];
  return createHomes({ platforms, drafts, homes, secrets, log, files, git, yaml, clock: systemClock, ids: randomness });
}
