// The world an engine works on: real machines over SSH, or the practice lab in memory. The rest of the engine cannot tell.
import { join } from 'node:path';
import { openCharts } from '#adapters/charts/charts.ts';
import { helmOverSsh } from '#adapters/helm/over-ssh.ts';
import { openKube } from '#adapters/kube/open-kube.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { openSecrets } from '#adapters/secrets/open.ts';
import { openHearthKey } from '#adapters/ssh/hearth-key.ts';
import { openHosts } from '#adapters/ssh/hosts.ts';
import { loadScripts } from '#adapters/ssh/scripts.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { PracticeLab } from '#core/ports/practice.ts';
import type { StepPorts } from '#core/runs/step.ts';
import type { FileLog } from '#adapters/log/file-log.ts';
import { openPractice } from '#practice/open.ts';

export interface World extends Omit<StepPorts, 'clock'> {
  readonly practice: PracticeLab | null;
  close(): Promise<void>;
}

export interface WorldParts {
  readonly dataDir: string;
  /** Folder with installer-steps/scripts and catalog, as in this repository. */
  readonly resources: string;
  readonly chartsDir: string | undefined;
  readonly clock: Clock;
  readonly log: FileLog;
}

export function practiceWorld({ clock }: Pick<WorldParts, 'clock'>): World {
  const lab = openPractice({ clock });
  const { hosts, hearthKey, kube, helm, charts } = lab;
  return { hosts, hearthKey, kube, helm, charts, secrets: memorySecrets(), practice: lab, close: async () => lab.close() };
}

export async function realWorld({ dataDir, resources, chartsDir, clock, log }: WorldParts): Promise<World> {
  const hearthKey = openHearthKey(dataDir);
  const hosts = openHosts({ scripts: loadScripts(join(resources, 'installer-steps', 'scripts')), hearthKey, log, clock });
  const secrets = await openSecrets({ dir: dataDir, log, onSecret: (secret) => log.hide(secret) });
  const environmentDir = chartsDir === undefined ? {} : { environmentDir: chartsDir };
  const charts = openCharts({ bundledDir: join(resources, 'catalog', 'charts'), ...environmentDir });
  const helm = helmOverSsh({ hosts, charts, command: 'microk8s helm3' });
  return { hosts, hearthKey, kube: openKube({ log }), helm, charts, secrets, practice: null, close: () => hosts.close() };
}
