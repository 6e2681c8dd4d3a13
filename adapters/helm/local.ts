// Helm on this computer, for clusters of which Hearth has only a kubeconfig.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endpointOf } from '#adapters/kube/endpoint.ts';
import { plainKubeconfig } from '#adapters/kube/plain-kubeconfig.ts';
import { fault } from '#core/fault.ts';
import type { Charts, ChartSource, HelmAt, HelmIo, KubeconfigPlace, Release } from '#core/ports/helm.ts';
import type { Kube } from '#core/ports/kube.ts';
import { runHelm, type HelmCall, type HelmEnd, type HelmProgram } from './program.ts';
import { marginMs, named, newestOf, remoteChart, seconds, stateMs, stateOf, valuesOf, type Revision } from './release.ts';

export interface LocalHelmPlan {
  readonly charts: Charts;
  /** For the record of a revision that was cut off. */
  readonly kube: Kube;
  /** Only its owner may enter it, and only one engine uses it. */
  readonly dataDir: string;
  /** HEARTH_HELM. */
  readonly program?: string | undefined;
}

const prefix = 'helm-';
const versionMs = 20_000;
const oldest = { major: 3, minor: 14 };

type Names = Pick<Release, 'name' | 'namespace'>;
type Cluster = NonNullable<HelmCall['cluster']>;

/** One act on one cluster: its folder, its kubeconfig, its helm. */
interface Desk {
  readonly folder: string;
  readonly cluster: Cluster;
  readonly place: KubeconfigPlace;
  readonly io: HelmIo;
  run(
    args: readonly string[],
    more: Partial<Pick<HelmCall, 'stdin' | 'cluster'>> & Pick<HelmCall, 'timeoutMs'>,
    io?: HelmIo,
  ): Promise<HelmEnd>;
}

export function helmLocal(plan: LocalHelmPlan): HelmAt<KubeconfigPlace> {
  sweep(plan.dataDir);
  const program = programOf(plan.program);
  let known = false;

  /** Gives a folder for the time of `act`, with a helm that is new enough. */
  async function at<T>(place: KubeconfigPlace, io: HelmIo, act: (desk: Desk) => Promise<T>): Promise<T> {
    const { server } = endpointOf(place.kubeconfig.reveal(), place.choice);
    const folder = mkdtempSync(join(plan.dataDir, prefix));
    try {
      if (!known) await requireVersion(program, folder, io.signal);
      known = true;
      const kubeconfig = await plainKubeconfig(place.kubeconfig.reveal(), place.choice, io.signal);
      const cluster = { kubeconfig, server };
      return await act({
        folder,
        cluster,
        place,
        io,
        run: (args, more, heard = io) => runHelm(program, { args, folder, ...more }, heard),
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  return {
    async state(place, release, io) {
      const names = named(release);
      return at(place, io, async (desk) => stateOf(await newest(desk, names)));
    },
    async install(place, release, io) {
      const names = named(release);
      const { values, hash } = valuesOf(release);
      await at(place, io, async (desk) => {
        const chart = await chartFile(plan.charts, desk, release.chart);
        await freePending(plan.kube, desk, { ...names, timeoutMs: release.timeoutMs });
        const limits = ['--history-max', '5', '--wait', '--timeout', `${seconds(release.timeoutMs)}s`];
        const args = ['upgrade', names.name, chart, '--install', '--namespace', names.namespace, '--create-namespace'];
        const { cluster } = desk;
        const timeoutMs = release.timeoutMs + marginMs;
        const end = await desk.run([...args, '--values', '-', '--description', hash, ...limits], { stdin: values, cluster, timeoutMs });
        if (end.exitCode !== 0) throw failed(desk, names, end);
      });
    },
    async remove(place, release, io) {
      const names = named(release);
      await at(place, io, (desk) => uninstall(desk, { ...names, timeoutMs: release.timeoutMs }));
    },
  };
}

/** What an engine that was killed has left. */
function sweep(dataDir: string): void {
  for (const name of readdirSync(dataDir).filter((each) => each.startsWith(prefix)))
    rmSync(join(dataDir, name), { recursive: true, force: true });
}

function programOf(given: string | undefined): HelmProgram {
  return given === undefined || given === ''
    ? { path: 'helm', missing: 'There is no program helm on the PATH.' }
    : { path: given, missing: `HEARTH_HELM names ${given}, which is not there.` };
}

async function requireVersion(program: HelmProgram, folder: string, signal: AbortSignal): Promise<void> {
  const { exitCode, out, lastLine } = await runHelm(
    program,
    { args: ['version', '--short'], folder, timeoutMs: versionMs },
    { signal, onLine: () => undefined },
  );
  const found = /^v?(\d+)\.(\d+)/.exec(out.trim());
  if (exitCode !== 0 || found === null)
    throw fault('HELM_MISSING', {
      reason: `${program.path} does not tell its version: ${lastLine === '' ? `exit code ${exitCode}` : lastLine}`,
    });
  const [major, minor] = [Number(found[1]), Number(found[2])];
  if (major < oldest.major || (major === oldest.major && minor < oldest.minor))
    throw fault('HELM_MISSING', { reason: `${program.path} is version ${found[0]}; ${oldest.major}.${oldest.minor} or newer is needed.` });
}

const failed = ({ cluster }: Desk, { name }: Pick<Names, 'name'>, { lastLine, exitCode }: HelmEnd) => {
  const reason = lastLine === '' ? `helm ended with exit code ${exitCode}.` : lastLine;
  return /cluster unreachable/i.test(reason)
    ? fault('CLUSTER_UNREACHABLE', { server: cluster.server.origin, reason })
    : fault('HELM_FAILED', { release: name, reason });
};

async function newest(desk: Desk, { name, namespace }: Names): Promise<Revision | undefined> {
  // Its output is data, and "not found" is an answer: neither belongs into the log.
  const quiet = { signal: desk.io.signal, onLine: () => undefined };
  const args = ['history', name, '--namespace', namespace, '--max', '1', '--output', 'json'];
  const end = await desk.run(args, { cluster: desk.cluster, timeoutMs: stateMs }, quiet);
  if (end.exitCode === 0) return newestOf(end.out);
  if (/release: not found/i.test(end.err)) return undefined;
  throw failed(desk, { name }, end);
}

/** Path of the chart's archive. CHART_MISSING. */
async function chartFile(charts: Charts, desk: Desk, source: ChartSource): Promise<string> {
  const found = await charts.find(source);
  if (found.kind === 'archive') {
    const path = join(desk.folder, 'chart.tgz');
    writeFileSync(path, found.content, { mode: 0o600 });
    return path;
  }
  const { repository, chart, version } = remoteChart(found);
  const from = repository.startsWith('oci://') ? [`${repository}/${chart}`] : [chart, '--repo', repository];
  const end = await desk.run(['pull', ...from, '--version', version, '--destination', desk.folder], { timeoutMs: marginMs });
  const archive = readdirSync(desk.folder).find((name) => name.endsWith('.tgz'));
  if (end.exitCode !== 0 || archive === undefined) throw fault('CHART_MISSING', { chart, reason: end.lastLine });
  return join(desk.folder, archive);
}

type Timed = Names & Pick<Release, 'timeoutMs'>;

/**
 * A first try that was cut off leaves a record "pending", and helm then refuses every further try. Only that record is removed: what it
 * already made is taken over by the next revision.
 */
async function freePending(kube: Kube, desk: Desk, names: Timed): Promise<void> {
  const { io, place } = desk;
  const found = await newest(desk, names);
  if (found?.status === 'uninstalling') {
    io.onLine({ stream: 'out', text: 'An earlier removal was cut off; finishing it.' });
    return uninstall(desk, names);
  }
  if (found === undefined || !found.status.startsWith('pending-')) return;
  io.onLine({ stream: 'out', text: `Revision ${found.revision} was cut off (${found.status}); its record is removed.` });
  const client = kube.connect(place.kubeconfig, place.choice);
  try {
    const path = `/api/v1/namespaces/${names.namespace}/secrets/sh.helm.release.v1.${names.name}.v${found.revision}`;
    const { status } = await client.request({ method: 'DELETE', path, signal: io.signal });
    if (status >= 300 && status !== 404)
      throw fault('HELM_FAILED', {
        release: names.name,
        reason: `The record of revision ${found.revision} cannot be removed (status ${status}).`,
      });
  } finally {
    client.close();
  }
}

async function uninstall(desk: Desk, { name, namespace, timeoutMs }: Timed): Promise<void> {
  const args = ['uninstall', name, '--namespace', namespace, '--wait', '--timeout', `${seconds(timeoutMs)}s`];
  const end = await desk.run(args, { cluster: desk.cluster, timeoutMs: timeoutMs + marginMs });
  if (end.exitCode === 0) return;
  if (/not found/i.test(end.err)) return desk.io.onLine({ stream: 'out', text: `There is no release ${name}.` });
  throw failed(desk, { name }, end);
}
