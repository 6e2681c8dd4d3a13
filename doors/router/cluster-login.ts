// Login to the cluster through OpenID Connect; what changes it is a run.
import { checkIssuer } from '#core/login/issuer.ts';
import { oidcKubeconfig } from '#core/login/oidc-kubeconfig.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import { procedures } from '../procedures.ts';
import { until } from '../until.ts';

const { checkIssuer: check, kubeconfig } = procedures.clusterLogin;

export const clusterLogin = {
  checkIssuer: check.handler(async ({ input, context: { engine }, signal }) => {
    await getPlatform(engine.inventory, input.platformId);
    return checkIssuer(engine.http, input, until(signal));
  }),
  kubeconfig: kubeconfig.handler(async ({ input, context: { engine }, signal }) => {
    const { name } = await getPlatform(engine.inventory, input.platformId);
    return oidcKubeconfig(engine.clusters, { ...input, name }, until(signal));
  }),
};
