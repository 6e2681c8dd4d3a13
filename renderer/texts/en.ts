// Every English sentence of the window, by feature.
import { authority } from './authority.ts';
import { clusterLogin } from './cluster-login.ts';
import { platformSecrets } from './platform-secrets.ts';
import { kit } from './kit.ts';
import { faults } from './faults.ts';
import { frame } from './frame.ts';
import { wizard } from './wizard.ts';
import { home } from './home.ts';
import { inventory } from './inventory.ts';
import { life } from './life.ts';
import { runs } from './runs.ts';
import { cluster } from './cluster.ts';
import { settings } from './settings.ts';

export const en = { life, kit, faults, frame, wizard, home, runs, cluster, settings, authority, platformSecrets, clusterLogin, inventory };
export type Texts = typeof en;
