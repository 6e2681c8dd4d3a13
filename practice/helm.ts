// Simulated Helm: a release becomes a workload of the same name. What a chart would make is not rendered here.
import { valuesHash } from '#core/catalog/values-hash.ts';
import type { Charts, Helm, HelmPlace, Release } from '#core/ports/helm.ts';
import { enter, timeOn } from './access.ts';
import type { World } from './cluster/world.ts';
import type { ExistingCluster } from './existing.ts';
import type { Lab } from './lab.ts';

interface Installed {
  readonly chart: string;
  readonly valuesHash: string;
  readonly status: string;
}

const installMs = 900;
const removeMs = 400;

/** Charts whose workloads have other names than the release. */
const workloadsOf: Readonly<Record<string, readonly string[]>> = {
  'cert-manager': ['cert-manager', 'cert-manager-cainjector', 'cert-manager-webhook'],
};

interface Site {
  /** One name in one cluster. */
  readonly key: string;
  readonly world: World;
  readonly spend: (ms: number) => Promise<void>;
}

type Names = Pick<Release, 'name' | 'namespace'>;

export function createPracticeHelm(lab: Lab, existing: Pick<ExistingCluster, 'world'>): Helm {
  const releases = new Map<string, Installed>();
  const names = (release: Pick<Release, 'name'>) => workloadsOf[release.name] ?? [release.name];
  /** As before every script on a machine; on this computer there is nothing to be let in to. */
  const siteFor = (place: HelmPlace, { name, namespace }: Names, { doing, signal }: { doing: string; signal: AbortSignal }): Site => {
    if (place.kind === 'kubeconfig')
      return { key: `existing/${namespace}/${name}`, world: existing.world, spend: (ms) => lab.clock.sleep(ms, signal) };
    const { target } = place;
    return { key: `${namespace}/${name}`, world: lab.world, spend: timeOn(lab, enter(lab, target, true), { target, signal, doing }) };
  };
  return {
    async state(place, release, { signal }) {
      const { key } = siteFor(place, release, { doing: 'helm-state', signal });
      return releases.get(key) ?? { status: 'absent', chart: '', valuesHash: '' };
    },
    async install(place, release, io) {
      const { key, world, spend } = siteFor(place, release, { doing: 'helm-install', signal: io.signal });
      if (!releases.has(key)) io.onLine({ stream: 'out', text: `Release "${release.name}" does not exist. Installing it now.` });
      await spend(installMs);
      for (const name of names(release)) {
        world.run({
          plural: 'deployments',
          namespace: release.namespace,
          name,
          image: `${release.chart.name}:${release.chart.version}`,
          replicas: 1,
          cpuMilli: 100,
          memoryMi: 128,
        });
      }
      releases.set(key, {
        status: 'deployed',
        chart: `${release.chart.name}-${release.chart.version}`,
        valuesHash: valuesHash(release.values),
      });
      io.onLine({ stream: 'out', text: 'STATUS: deployed' });
    },
    async remove(place, release, io) {
      const { key, world, spend } = siteFor(place, release, { doing: 'helm-remove', signal: io.signal });
      await spend(removeMs);
      for (const name of names(release)) world.stop({ plural: 'deployments', namespace: release.namespace, name });
      const was = releases.delete(key);
      io.onLine({ stream: 'out', text: was ? `release "${release.name}" uninstalled` : `There is no release ${release.name}.` });
    },
  };
}

export const practiceCharts: Charts = {
  find: async (source) => ({
    kind: 'archive',
    fileName: `${source.name}-${source.version}.tgz`,
    content: new Uint8Array(),
    version: source.version,
  }),
};
