// What a look at a cluster costs: memory of engine and window, first rows, the whole list, the longest stalls.
import type { Browser } from '@playwright/test';
import { memoryOfPage, openBrowser, serveEmptyPage } from './browser.ts';
import { openCluster, startWatching, type BenchCluster } from './cluster.ts';
import type { Figure, Report } from './figures.ts';
import { runInformer } from './informer-peer.ts';
import { changeNote, measureChanges } from './live.ts';
import { openPodsPage } from './pods-page.ts';
import { openProbe } from './probed.ts';
import { memoryOfBareNode } from './processes.ts';
import { startKwok } from '../e2e/lab/kwok.ts';

interface Bare {
  readonly node: number;
  readonly page: number;
}

async function memoryOfEmptyPage(): Promise<number> {
  const empty = await serveEmptyPage();
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(empty.url);
    return await memoryOfPage(browser, page);
  } finally {
    await browser.close();
    await empty.close();
  }
}

interface Look {
  readonly cluster: BenchCluster;
  readonly bare: Bare;
  /** Pods that there are. */
  readonly pods: number;
  readonly where: string;
  readonly withChanges: boolean;
}

/** A Hearth started anew looks at the pods for the first time, in a browser started anew; beside it the informer. */
async function look(asked: Look): Promise<readonly Figure[]> {
  const probe = openProbe();
  const watching = await startWatching(asked.cluster, probe.environment);
  const browser = await openBrowser();
  try {
    await probe.ask(watching.hearth.pid);
    return await lookWith(asked, { probe, watching, browser });
  } finally {
    await browser.close();
    await watching.hearth.stop();
    probe.close();
  }
}

interface Parts {
  readonly probe: ReturnType<typeof openProbe>;
  readonly watching: Awaited<ReturnType<typeof startWatching>>;
  readonly browser: Browser;
}

async function lookWith(
  { cluster, bare, pods, where, withChanges }: Look,
  { probe, watching, browser }: Parts,
): Promise<readonly Figure[]> {
  const page = await openPodsPage(browser, watching, '?sort=name');
  const firstMs = (await page.rowsAt(1)) - page.began;
  const completeMs = (await page.rowsAt(pods)) - page.began;
  const longestTask = await page.longestTask();
  const changes = withChanges ? await measureChanges(cluster, page, where) : [];
  const engine = await probe.ask(watching.hearth.pid);
  const window = await memoryOfPage(browser, page.page);
  const informer = await runInformer(cluster);
  const beside = (value: number) => [{ name: 'client-node informer', value }];
  const one = (what: string, value: number, more: Partial<Figure> = {}): Figure => ({
    what: `${what}, ${where}`,
    unit: 'ms',
    value,
    n: 1,
    peers: [],
    ...more,
  });
  return [
    one('memory: engine less a bare node', engine.memory - bare.node, { unit: 'MB', peers: beside(informer.memory - bare.node) }),
    one('memory: window less an empty page', window - bare.page, {
      unit: 'MB',
      peers: [{ name: 'the empty page itself', value: bare.page }],
    }),
    one('first rows, window opened cold', firstMs, { peers: beside(informer.firstMs) }),
    one('all rows', completeMs, { peers: beside(informer.completeMs) }),
    one('longest stall of the engine', engine.stallMs, { peers: beside(informer.stallMs) }),
    one('longest task of the page', longestTask),
    ...changes,
  ];
}

async function countPods({ api }: BenchCluster): Promise<number> {
  return (await api.listPodForAllNamespaces()).items.length;
}

/** 10,000 pods on 200 simulated nodes, or as many as HEARTH_BENCH_PODS says, 50 to a node. */
const podsWanted = Number(process.env['HEARTH_BENCH_PODS'] ?? '10000');
const podsOnANode = 50;

export async function memory(): Promise<Report> {
  const cluster = await openCluster('bench');
  try {
    const bare = { node: await memoryOfBareNode(), page: await memoryOfEmptyPage() };
    const small = await look({ cluster, bare, pods: await countPods(cluster), where: 'small cluster', withChanges: false });
    const nodes = Math.ceil(podsWanted / podsOnANode);
    const kwok = await startKwok({
      nodes,
      pods: podsWanted,
      withinSeconds: 300,
      kubeconfig: cluster.kubeconfig,
      log: (line) => process.stderr.write(`${line}\n`),
    });
    try {
      const where = `${podsWanted.toLocaleString('en')} pods`;
      const large = await look({ cluster, bare, pods: await countPods(cluster), where, withChanges: true });
      return { figures: [...small, ...large], notes: [memoryNote, changeNote] };
    } finally {
      kwok.stop();
    }
  } finally {
    await cluster.close();
  }
}

const memoryNote =
  'memory: proportional set size after a collection. First and all rows: from the navigation, with nothing in the browser’s cache and an engine that has read nothing yet, so the window’s own start is in it; the informer’s from its request. The engine watches six kinds and keeps trimmed rows, the informer pods alone and whole. Stalls: of the event loop in the engine and the informer, of the main thread in the page (0: none took 50 ms).';
