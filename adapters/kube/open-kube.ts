import type { Kube } from '#core/ports/kube.ts';
import type { Log } from '#core/ports/log.ts';
import { createClient } from './client.ts';
import { endpointOf } from './endpoint.ts';
import { inspect } from './inspect.ts';

/** The Kubernetes API over HTTPS. Connecting opens nothing yet; the first request does. */
export const openKube = ({ log }: { readonly log: Log }): Kube => ({
  inspect,
  connect: (kubeconfig, options = {}) => {
    const endpoint = endpointOf(kubeconfig.reveal(), options);
    log.info('connecting to a cluster', { server: endpoint.server.origin, runsProgram: endpoint.exec !== null });
    return createClient(endpoint);
  },
});
