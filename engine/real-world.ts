import { join } from 'node:path';
import { openCharts } from '#adapters/charts/charts.ts';
import { helmByPlace } from '#adapters/helm/by-place.ts';
import { helmLocal } from '#adapters/helm/local.ts';
import { helmOverSsh } from '#adapters/helm/over-ssh.ts';
import { openResolver } from '#adapters/dns/open.ts';
import { openHttp } from '#adapters/http/open.ts';
import { openKube } from '#adapters/kube/open-kube.ts';
import { openNetwork } from '#adapters/network/open.ts';
import { openSecrets } from '#adapters/secrets/open.ts';
import { openHearthKey } from '#adapters/ssh/hearth-key.ts';
import { openHosts } from '#adapters/ssh/hosts.ts';
import { loadScripts } from '#adapters/ssh/scripts.ts';
import type { World, WorldParts } from './world.ts';

export async function realWorld({ dataDir, resources, chartsDir, helmProgram, clock, log }: WorldParts): Promise<World> {
  const hearthKey = openHearthKey(dataDir);
  const scripts = loadScripts(join(resources, 'installer-steps', 'scripts'), join(resources, 'adapters', 'ssh', 'prelude.sh'));
  const hosts = openHosts({ scripts, hearthKey, log, clock });
  const secrets = await openSecrets({ dir: dataDir, log, onSecret: (secret) => log.hide(secret) });
  const environmentDir = chartsDir === undefined ? {} : { environmentDir: chartsDir };
  const charts = openCharts({ bundledDir: join(resources, 'catalog', 'charts'), ...environmentDir });
  const kube = openKube({ log });
  const local = helmLocal({ charts, kube, dataDir, program: helmProgram });
  const helm = helmByPlace({ node: helmOverSsh({ hosts, charts }), kubeconfig: local });
  const network = openNetwork({ clock, log });
  const [http, resolver] = [openHttp(), openResolver()];
  return { hosts, hearthKey, network, http, resolver, kube, helm, charts, secrets, practice: null, close: () => hosts.close() };
}
