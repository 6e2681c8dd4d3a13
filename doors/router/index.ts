// Every procedure of the contract, implemented; a missing one does not compile.
import type { Router } from '@orpc/server';
import type { Contract } from '#contract/index.ts';
import type { DoorContext } from '../context.ts';
import { access } from './access.ts';
import { authority } from './authority.ts';
import { catalog } from './catalog.ts';
import { clusterLogin } from './cluster-login.ts';
import { cluster } from './cluster.ts';
import { discovery } from './discovery.ts';
import { inventory } from './inventory/index.ts';
import { nodes } from './nodes.ts';
import { platformSecrets } from './platform-secrets.ts';
import { platforms } from './platforms.ts';
import { practice } from './practice.ts';
import { runs } from './runs.ts';
import { system } from './system.ts';

export const router = {
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
} satisfies Router<Contract, DoorContext>;
