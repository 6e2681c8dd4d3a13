// The live cluster, and the kubeconfig it is reached with.
import { importKubeconfig } from '#core/access/kubeconfig.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import { procedures } from '../procedures.ts';
import { until } from '../until.ts';

const { watch, list, inspectKubeconfig, importKubeconfig: importOne } = procedures.cluster;

export const cluster = {
  watch: watch.handler(async function* ({ input, context: { engine }, signal }) {
    const { id } = await getPlatform(engine.inventory, input.platformId);
    yield* engine.live.watch(id, input.kinds, until(signal));
  }),
  list: list.handler(async ({ input, context: { engine } }) => {
    const { id } = await getPlatform(engine.inventory, input.platformId);
    return engine.live.list(id, input.kind, input.limit);
  }),
  inspectKubeconfig: inspectKubeconfig.handler(({ input, context: { engine } }) => engine.kube.inspect(input.yaml)),
  importKubeconfig: importOne.handler(({ input, context: { engine }, signal }) => importKubeconfig(engine.clusters, input, until(signal))),
};
