// What a pod asks of its node, by the scheduler's rule: side-cars run beside the containers, other init containers one after another.
import { milli, whole } from './quantity.ts';
import { object, objects, type Raw } from './raw.ts';

export interface Requests {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly gpus: number;
}

export const gpuResource = 'nvidia.com/gpu';
const none: Requests = { cpuMilli: 0, memoryBytes: 0, gpus: 0 };

const read = (list: Raw): Requests => ({
  cpuMilli: milli(list['cpu']),
  memoryBytes: whole(list['memory']),
  gpus: whole(list[gpuResource]),
});

const requested = (owner: Raw): Requests => {
  const resources = object(owner['resources']);
  // A limit without a request is the request.
  return read({ ...object(resources['limits']), ...object(resources['requests']) });
};

const sum = (a: Requests, b: Requests): Requests => ({
  cpuMilli: a.cpuMilli + b.cpuMilli,
  memoryBytes: a.memoryBytes + b.memoryBytes,
  gpus: a.gpus + b.gpus,
});

const larger = (a: Requests, b: Requests): Requests => ({
  cpuMilli: Math.max(a.cpuMilli, b.cpuMilli),
  memoryBytes: Math.max(a.memoryBytes, b.memoryBytes),
  gpus: Math.max(a.gpus, b.gpus),
});

export const isSidecar = (container: Raw): boolean => container['restartPolicy'] === 'Always';

export const podRequests = (spec: Raw): Requests => {
  let sidecars = none;
  let starting = none;
  for (const container of objects(spec['initContainers'])) {
    const own = requested(container);
    if (isSidecar(container)) {
      sidecars = sum(sidecars, own);
      starting = larger(starting, sidecars);
    } else {
      starting = larger(starting, sum(sidecars, own));
    }
  }
  const running = objects(spec['containers']).map(requested).reduce(sum, sidecars);
  const containers = larger(running, starting);
  // Requests written for the pod as a whole stand above those of its containers, each resource for itself.
  const pod = object(object(spec['resources'])['requests']);
  return sum(
    {
      cpuMilli: pod['cpu'] === undefined ? containers.cpuMilli : milli(pod['cpu']),
      memoryBytes: pod['memory'] === undefined ? containers.memoryBytes : whole(pod['memory']),
      gpus: containers.gpus,
    },
    read(object(spec['overhead'])),
  );
};
