import type { KubeconfigReader } from '#core/ports/kube.ts';
import { endpointOf } from './endpoint.ts';
import { inspect } from './inspect.ts';

/** For whoever connects to something else than HTTPS: the practice lab refuses what a real cluster's kubeconfig would be refused for. */
export const kubeconfigReader: KubeconfigReader = { inspect, serverOf: (yaml, choice) => endpointOf(yaml, choice).server.origin };
