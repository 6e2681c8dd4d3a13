// Simulated Helm: a release becomes a workload of the same name. What a chart would make is not rendered here.
import { valuesHash } from '#core/catalog/values-hash.ts';
import type { Charts, Helm, Release } from '#core/ports/helm.ts';
import { enter, timeOn } from './access.ts';
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

export function createPracticeHelm(lab: Lab): Helm {
  const releases = new Map<string, Installed>();
  const keyOf = (release: Pick<Release, 'name' | 'namespace'>) => `${release.namespace}/${release.name}`;
  const names = (release: Pick<Release, 'name'>) => workloadsOf[release.name] ?? [release.name];
  return {
    async state(on, release) {
      enter(lab, on, true);
      const installed = releases.get(keyOf(release));
      return installed ?? { status: 'absent', chart: '', valuesHash: '' };
    },
    async install(on, release, io) {
      const spend = timeOn(lab, enter(lab, on, true), { target: on, signal: io.signal, doing: 'helm-install' });
      if (!releases.has(keyOf(release))) io.onLine({ stream: 'out', text: `Release "${release.name}" does not exist. Installing it now.` });
      await spend(installMs);
      for (const name of names(release)) {
        lab.world.run({
          plural: 'deployments',
          namespace: release.namespace,
          name,
          image: `${release.chart.name}:${release.chart.version}`,
          replicas: 1,
          cpuMilli: 100,
          memoryMi: 128,
        });
      }
      releases.set(keyOf(release), {
        status: 'deployed',
        chart: `${release.chart.name}-${release.chart.version}`,
        valuesHash: valuesHash(release.values),
      });
      io.onLine({ stream: 'out', text: 'STATUS: deployed' });
    },
    async remove(on, release, io) {
      const spend = timeOn(lab, enter(lab, on, true), { target: on, signal: io.signal, doing: 'helm-remove' });
      await spend(removeMs);
      for (const name of names(release)) lab.world.stop({ plural: 'deployments', namespace: release.namespace, name });
      const was = releases.delete(keyOf(release));
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
