// Every English sentence of the window, by feature.
import { kit } from './kit.ts';
import { faults } from './faults.ts';
import { frame } from './frame.ts';
import { wizard } from './wizard.ts';
import { home } from './home.ts';
import { runs } from './runs.ts';
import { cluster } from './cluster.ts';
import { settings } from './settings.ts';

export const en = { kit, faults, frame, wizard, home, runs, cluster, settings };
export type Texts = typeof en;
