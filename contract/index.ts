// The whole wire. Every procedure here is served by every door.
import { cluster } from './cluster.ts';
import { nodes } from './nodes.ts';
import { platforms } from './platforms.ts';
import { runs } from './runs.ts';
import { access, catalog, practice, system } from './system.ts';

export const contract = { system, access, catalog, practice, platforms, nodes, runs, cluster };
export type Contract = typeof contract;
