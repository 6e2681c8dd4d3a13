import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { ask } from './control.ts';
import { gatewayOf, parseRecord, readInstance } from './instance.ts';
import type { Lab } from './lab.ts';
import { labFolder } from './paths.ts';
import { command } from './shell.ts';

/** What a started service says of itself: its url, and who may log in. */
export type ServiceInfo = Readonly<Record<string, string>>;

const pieces: Readonly<Record<string, readonly string[]>> = {
  gitea: ['gitea'],
  argocd: ['argocd', 'kustomize'],
  keycloak: ['keycloak'],
  minio: ['minio'],
  velero: ['velero', 'velero-aws', 'minio'],
  prometheus: ['prometheus'],
  'metrics-server': ['metrics-server'],
};

export const serviceNames: readonly string[] = Object.keys(pieces);

/** Gives every node the image, since none can pull it, and enables the addon. */
async function enableMetricsServer(lab: Lab, folder: string): Promise<ServiceInfo> {
  const images = '/usr/lib/hearth-lab/images';
  for (const node of lab.nodes) {
    const { pid } = await ask(lab.folder, { op: 'pid', node: node.name });
    await command('cp', [join(folder, 'metrics-server.tar'), `/proc/${String(pid)}/root${images}/`]);
    await lab.exec(node.name, `microk8s ctr image import ${images}/metrics-server.tar`);
  }
  const result = await lab.exec(
    'node1',
    'microk8s enable metrics-server && microk8s kubectl -n kube-system rollout status deployment/metrics-server --timeout=90s && for i in $(seq 60); do microk8s kubectl top nodes && exit 0; sleep 1; done; exit 1',
  );
  if (result.code !== 0) throw new Error(`metrics-server: ${result.stdout}${result.stderr}`);
  return { addon: 'metrics-server' };
}

interface Start {
  readonly lab: Lab;
  readonly name: string;
  /** Path. */
  readonly kubeconfig: string;
  readonly built: ReadonlyMap<string, string>;
}

async function start({ lab, name, kubeconfig, built }: Start): Promise<ServiceInfo> {
  if (name === 'metrics-server') return enableMetricsServer(lab, built.get('metrics-server') ?? '');
  const folder = join(lab.folder, 'services', name);
  mkdirSync(folder, { recursive: true });
  const env: Record<string, string> = {
    DIR: folder,
    LIB: join(labFolder, 'services', 'lib.sh'),
    KUBECONFIG: kubeconfig,
    ADDRESS: gatewayOf(readInstance(lab.folder)?.slot ?? 0),
  };
  for (const [piece, path] of built) env[`IN_${piece.replaceAll('-', '_')}`] = path;
  const said = await command('bash', [join(labFolder, 'services', `${name}.sh`)], { env, timeoutMs: 600_000 });
  const info = parseRecord(said.trim().split('\n').at(-1) ?? '{}');
  return Object.fromEntries(Object.entries(info).map(([key, value]) => [key, String(value)]));
}

/** Starts services on the lab's bridge; they end with the lab. */
export async function startServices(
  lab: Lab,
  names: readonly string[],
  log: (line: string) => void = () => undefined,
): Promise<ReadonlyMap<string, ServiceInfo>> {
  const started = new Map<string, ServiceInfo>();
  if (names.length === 0) return started;
  for (const name of names)
    if (pieces[name] === undefined) throw new Error(`The lab has no service named ${name}. There are: ${serviceNames.join(', ')}.`);
  // Velero keeps its backups in MinIO.
  const order = [...new Set(names.flatMap((name) => (name === 'velero' ? ['minio', 'velero'] : [name])))];
  const built = await build({ also: [...new Set(order.flatMap((name) => pieces[name] ?? []))], log });
  mkdirSync(join(lab.folder, 'services'), { recursive: true });
  const kubeconfig = join(lab.folder, 'services', 'kubeconfig');
  writeFileSync(kubeconfig, await lab.kubeconfig(), { mode: 0o600 });
  for (const name of order) {
    const began = Date.now();
    const info = await start({ lab, name, kubeconfig, built });
    started.set(name, info);
    writeFileSync(join(lab.folder, 'services', `${name}.json`), `${JSON.stringify(info)}\n`, { mode: 0o600 });
    log(
      `${name.padEnd(16)} ${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s  ${Object.entries(info)
        .map(([key, value]) => `${key}=${value}`)
        .join(' ')}`,
    );
  }
  return started;
}
