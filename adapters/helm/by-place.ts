// One Helm for all places; the place says which one does the work.
import type { Helm, HelmAt, KubeconfigPlace, NodePlace } from '#core/ports/helm.ts';

interface Helms {
  readonly node: HelmAt<NodePlace>;
  readonly kubeconfig: HelmAt<KubeconfigPlace>;
}

export const helmByPlace = ({ node, kubeconfig }: Helms): Helm => ({
  stateCall: (distribution, release) => node.stateCall?.(distribution, release) ?? null,
  state: (on, release, io) => (on.kind === 'node' ? node.state(on, release, io) : kubeconfig.state(on, release, io)),
  install: (on, release, io) => (on.kind === 'node' ? node.install(on, release, io) : kubeconfig.install(on, release, io)),
  remove: (on, release, io) => (on.kind === 'node' ? node.remove(on, release, io) : kubeconfig.remove(on, release, io)),
});
