// The peer of the memory bench, a process of its own: client-node's informer on the same pods, keeping the objects whole.
// Prints a line of JSON when the list is complete, and stays.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';

const resolution = 5;
const config = new KubeConfig();
config.loadFromFile(process.argv[2] ?? '');
const api = config.makeApiClient(CoreV1Api);
const delay = monitorEventLoopDelay({ resolution });
const informer = makeInformer(config, '/api/v1/pods', () => api.listPodForAllNamespaces());
let firstAt = 0;
let count = 0;
informer.on('add', () => {
  firstAt ||= performance.now();
  count += 1;
});
delay.enable();
const began = performance.now();
await informer.start();
const completeMs = performance.now() - began;
// Its own stall is over when the loop has turned once more.
setTimeout(() => {
  const stallMs = Math.max(0, delay.max / 1e6 - resolution);
  globalThis.gc?.();
  process.stdout.write(`${JSON.stringify({ pods: count, firstMs: firstAt - began, completeMs, stallMs })}\n`);
}, 100);
