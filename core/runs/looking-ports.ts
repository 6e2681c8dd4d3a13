// The ports for work that only looks, as a dry run and a probe do: whatever would change something is refused here, whoever asks.
import type { HostTarget, ScriptCall } from '#core/ports/hosts.ts';
import type { KubeClient, KubeRequest } from '#core/ports/kube.ts';
import type { StepPorts } from './step.ts';

/** The API's questions about oneself travel by POST and store nothing. */
const questions = /^\/apis\/(authentication|authorization)\.k8s\.io\/v1\/selfsubject[a-z]+$/;

const refusal = (what: string) => new Error(`${what} would change something, and this work only looks.`);
const refuse = (what: string) => async () => {
  throw refusal(what);
};

const asksOnly = ({ method, path }: KubeRequest): boolean => method === 'GET' || (method === 'POST' && questions.test(path));

function lookingClient(client: KubeClient): KubeClient {
  return {
    server: client.server,
    async request(request) {
      if (!asksOnly(request)) throw refusal(`${request.method} ${request.path}`);
      return client.request(request);
    },
    stream: (request) => client.stream(request),
    close: () => client.close(),
  };
}

export function lookingPorts(ports: StepPorts): StepPorts {
  const { hosts, helm, kube, secrets, inventory } = ports;
  const requireLook = (target: HostTarget, call: ScriptCall) => {
    if (call.changes) throw refusal(`${call.script} on ${target.label}`);
  };
  return {
    ...ports,
    hosts: {
      readHostKey: (target, signal) => hosts.readHostKey(target, signal),
      climb: (target, signal) => hosts.climb(target, signal),
      async run(target, call, io) {
        requireLook(target, call);
        return hosts.run(target, call, io);
      },
      runAll: (target, batch, io) => hosts.runAll(target, batch, io),
      upload: refuse('An upload'),
      close: () => hosts.close(),
    },
    helm: {
      stateCall: (distribution, release) => helm.stateCall?.(distribution, release) ?? null,
      state: (on, release, io) => helm.state(on, release, io),
      install: refuse('helm install'),
      remove: refuse('helm uninstall'),
    },
    kube: { inspect: (yaml) => kube.inspect(yaml), connect: (kubeconfig, choice) => lookingClient(kube.connect(kubeconfig, choice)) },
    secrets: {
      where: secrets.where,
      get: (name) => secrets.get(name),
      set: refuse('Keeping a secret'),
      remove: refuse('Forgetting a secret'),
    },
    inventory: { get: (platformId) => inventory.get(platformId), amend: refuse('A change of the inventory') },
  };
}
