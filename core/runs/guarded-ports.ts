// The ports as a step gets them: every secret that passes through is made known to the redactor first.
import type { HelmPlace } from '#core/ports/helm.ts';
import type { HostTarget, ScriptCall } from '#core/ports/hosts.ts';
import type { Redactor } from '#core/redact.ts';
import type { StepPorts } from './step.ts';

export function noteTarget(redactor: Redactor, target: HostTarget): HostTarget {
  if (target.login.method === 'password') redactor.add(target.login.password);
  if (target.sudoPassword !== null) redactor.add(target.sudoPassword);
  return target;
}

function notePlace(redactor: Redactor, place: HelmPlace): HelmPlace {
  if (place.kind === 'node') noteTarget(redactor, place.target);
  else redactor.add(place.kubeconfig);
  return place;
}

export function noteCall(redactor: Redactor, call: ScriptCall): ScriptCall {
  for (const secret of Object.values(call.secretArgs ?? {})) redactor.add(secret);
  return call;
}

export function guardPorts(ports: StepPorts, redactor: Redactor): StepPorts {
  const { hosts, secrets, kube, helm } = ports;
  return {
    ...ports,
    hosts: {
      readHostKey: (target, signal) => hosts.readHostKey(target, signal),
      climb: (target, signal) => hosts.climb(noteTarget(redactor, target), signal),
      run: (target, call, io) => hosts.run(noteTarget(redactor, target), noteCall(redactor, call), io),
      runAll: (target, batch, io) => hosts.runAll(noteTarget(redactor, target), batch, io),
      upload: (target, file, signal) => hosts.upload(noteTarget(redactor, target), file, signal),
      close: () => hosts.close(),
    },
    helm: {
      stateCall: (distribution, release) => helm.stateCall?.(distribution, release) ?? null,
      state: (on, release, io) => helm.state(notePlace(redactor, on), release, io),
      install: (on, release, io) => helm.install(notePlace(redactor, on), release, io),
      remove: (on, release, io) => helm.remove(notePlace(redactor, on), release, io),
    },
    secrets: {
      where: secrets.where,
      async get(name) {
        const secret = await secrets.get(name);
        if (secret !== null) redactor.add(secret);
        return secret;
      },
      async set(name, value) {
        redactor.add(value);
        await secrets.set(name, value);
      },
      remove: (name) => secrets.remove(name),
    },
    kube: {
      inspect: (yaml) => kube.inspect(yaml),
      connect(kubeconfig, options) {
        redactor.add(kubeconfig);
        return kube.connect(kubeconfig, options);
      },
    },
  };
}
