import { join } from 'node:path';
import { openCharts } from '#adapters/charts/charts.ts';
import { helmOverSsh } from '#adapters/helm/over-ssh.ts';
import { openKube } from '#adapters/kube/open-kube.ts';
import { openSecrets } from '#adapters/secrets/open.ts';
import { openHearthKey } from '#adapters/ssh/hearth-key.ts';
import { openHosts } from '#adapters/ssh/hosts.ts';
import { loadScripts } from '#adapters/ssh/scripts.ts';
import type { World, WorldParts } from './world.ts';

export async function realWorld({ dataDir, resources, chartsDir, clock, log }: WorldParts): Promise<World> {
  const hearthKey = openHearthKey(dataDir);
  const scripts = loadScripts(join(resources, 'installer-steps', 'scripts'), join(resources, 'adapters', 'ssh', 'prelude.sh'));
  const hosts = openHosts({ scripts, hearthKey, log, clock });
  const secrets = await openSecrets({ dir: dataDir, log, onSecret: (secret) => log.hide(secret) });
  const environmentDir = chartsDir === undefined ? {} : { environmentDir: chartsDir };
  const charts = openCharts({ bundledDir: join(resources, 'catalog', 'charts'), ...environmentDir });
  const helm = helmOverSsh({ hosts, charts, command: 'microk8s helm3' });
  return { hosts, hearthKey, kube: openKube({ log }), helm, charts, secrets, practice: null, close: () => hosts.close() };
}
