// How long until a change of the cluster stands on the screen.
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser } from './browser.ts';
import { openCluster, startWatching, type BenchCluster } from './cluster.ts';
import { quantile, type Figure, type Report } from './figures.ts';
import { watchWithKubectl } from './kubectl-watch.ts';
import { createPod, makeNamespace, removePods } from './pods.ts';
import { openPodsPage, type PodsPage } from './pods-page.ts';

const changes = 50;
/** So that two changes never share a frame. */
const pauseMs = 150;

/** Creates pods one after another; the same pods are waited for on the screen and at kubectl. */
export async function measureChanges(cluster: BenchCluster, pods: PodsPage, where: string): Promise<readonly Figure[]> {
  await makeNamespace(cluster);
  const kubectl = await watchWithKubectl(cluster);
  const screen: number[] = [];
  const printed: number[] = [];
  try {
    // The first takes what is made once (connections, compiled code) and does not count.
    for (let index = 0; index <= changes; index++) {
      // Each before the last in the order of names, so that it stands in the first row, which is always drawn.
      const name = `a-bench-${changes - index + 100}`;
      const began = await createPod(cluster, name);
      const at = { screen: await pods.rowAt(name), printed: await kubectl.lineAt(name) };
      if (index > 0) {
        screen.push(at.screen - began);
        printed.push(at.printed - began);
      }
      await sleep(pauseMs);
    }
  } finally {
    await kubectl.close();
    await removePods(cluster);
  }
  const figure = (name: string, q: number): Figure => ({
    what: `live: change to row, ${where}, ${name}`,
    unit: 'ms',
    value: quantile(screen, q),
    n: changes,
    peers: [{ name: '`kubectl get pods -A --watch`', value: quantile(printed, q) }],
  });
  return [figure('p50', 0.5), figure('p99', 0.99)];
}

export const changeNote =
  'live: from just before a client sends the request that creates a pod, so the API server’s own work is in both, to the row in the page (seen by a MutationObserver) and to the line read from kubectl. n below 100: p99 is the slowest.';

export async function live(): Promise<Report> {
  const cluster = await openCluster('bench');
  try {
    const watching = await startWatching(cluster);
    const browser = await openBrowser();
    try {
      const pods = await openPodsPage(browser, watching);
      await pods.rowsAt(1);
      return { figures: await measureChanges(cluster, pods, 'small cluster'), notes: [changeNote] };
    } finally {
      await browser.close();
      await watching.hearth.stop();
    }
  } finally {
    await cluster.close();
  }
}
