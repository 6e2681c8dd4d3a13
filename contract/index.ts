// The whole wire. Every procedure here is served by every door.
import { authority } from './authority.ts';
import { clusterLogin } from './cluster-login.ts';
import { cluster } from './cluster.ts';
import { discovery } from './discovery.ts';
import { inventory } from './inventory/index.ts';
import { nodes } from './nodes.ts';
import { platformSecrets } from './platform-secrets.ts';
import { platforms } from './platforms.ts';
import { runs } from './runs.ts';
import { access, catalog, practice, system } from './system.ts';

export const contract = {
  system,
  access,
  catalog,
  practice,
  platforms,
  nodes,
  discovery,
  runs,
  cluster,
  authority,
  platformSecrets,
  inventory,
  clusterLogin,
};
export type Contract = typeof contract;
