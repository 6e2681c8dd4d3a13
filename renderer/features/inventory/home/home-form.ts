// What is typed about a second home, and what the contract says of it.
import { inventoryHome } from '#contract/inventory/home.ts';
import type { HomeState, InventoryHome } from '#contract/inventory/home.ts';

/** Without anything secret. */
export interface TypedPlace {
  readonly kind: InventoryHome['kind'];
  readonly filePath: string;
  readonly remote: string;
  readonly branch: string;
  readonly repositoryPath: string;
  readonly user: string;
}

export interface TypedHome extends TypedPlace {
  /** Never filled in from what is kept. */
  readonly token: string;
  readonly dropToken: boolean;
}

export const untypedPlace: TypedPlace = {
  kind: 'file',
  filePath: '',
  remote: '',
  branch: 'main',
  repositoryPath: 'hearth.yaml',
  user: '',
};

export function placeOf(home: InventoryHome): TypedPlace {
  if (home.kind === 'file') return { ...untypedPlace, filePath: home.path };
  const { remote, branch, path: repositoryPath, user } = home;
  return { ...untypedPlace, kind: 'git', remote, branch, repositoryPath, user };
}

/** Only https sends a user and a token. */
export const isOverHttps = ({ kind, remote }: TypedPlace): boolean => kind === 'git' && /^https?:\/\//i.test(remote.trim());

export type ReadHome =
  | { readonly home: InventoryHome; readonly token: string | undefined }
  | { readonly complaints: ReadonlyMap<string, string> };

/** The token is left out where the one that is kept shall stay. */
export function readHome(typed: TypedHome, hasToken: HomeState['hasToken']): ReadHome {
  const { kind, filePath, remote, branch, repositoryPath, user, token, dropToken } = typed;
  const overHttps = isOverHttps(typed);
  const read = inventoryHome.safeParse(
    kind === 'file'
      ? { kind, path: filePath.trim() }
      : { kind, remote: remote.trim(), branch: branch.trim(), path: repositoryPath.trim(), user: overHttps ? user.trim() : '' },
  );
  if (!read.success) return { complaints: new Map(read.error.issues.map(({ path, message }) => [String(path[0]), message])) };
  if (!overHttps) return { home: read.data, token: hasToken ? '' : undefined };
  return { home: read.data, token: token !== '' ? token : dropToken ? '' : undefined };
}
