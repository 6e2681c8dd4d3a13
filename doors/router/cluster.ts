// The live cluster, and the kubeconfig it is reached with.
import { checkAccess } from '#core/access/cluster-access.ts';
import { describeKubeconfig, importKubeconfig, openCluster, chooseContext } from '#core/access/kubeconfig.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import { procedures } from '../procedures.ts';
import { until } from '../until.ts';

const { watch, list, inspectKubeconfig, importKubeconfig: importOne, ...of } = procedures.cluster;

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
  readKubeconfig: of.readKubeconfig.handler(({ input, context: { engine } }) => describeKubeconfig(engine.clusters, input.platformId)),
  chooseContext: of.chooseContext.handler(({ input, context: { engine }, signal }) => chooseContext(engine.clusters, input, until(signal))),
  checkAccess: of.checkAccess.handler(async ({ input, context: { engine }, signal }) => {
    const { id } = await getPlatform(engine.inventory, input.platformId);
    const client = await openCluster(engine.clusters, id);
    try {
      return await checkAccess(client, until(signal));
    } finally {
      client.close();
    }
  }),
};
