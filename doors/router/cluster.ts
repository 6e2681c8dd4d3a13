// The live cluster, and the kubeconfig it is reached with.
import { importKubeconfig } from '#core/access/kubeconfig.ts';
import { procedures } from '../procedures.ts';
import { until } from '../until.ts';

const { watch, list, inspectKubeconfig, importKubeconfig: importOne } = procedures.cluster;

export const cluster = {
  watch: watch.handler(async function* ({ input, context: { engine }, signal }) {
    yield* engine.live.watch(input.platformId, input.kinds, until(signal));
  }),
  list: list.handler(({ input, context: { engine } }) => engine.live.list(input.platformId, input.kind, input.limit)),
  inspectKubeconfig: inspectKubeconfig.handler(({ input, context: { engine } }) => engine.kube.inspect(input.yaml)),
  importKubeconfig: importOne.handler(({ input, context: { engine }, signal }) => importKubeconfig(engine.clusters, input, until(signal))),
};
