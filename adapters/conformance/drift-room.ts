// An inventory in a data folder over the practice lab: runs, drift, what waits and secrets, as the engine puts them together.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#adapters/clock/system-clock.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import { kubeconfigReader } from '#adapters/kube/reader.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { openStore } from '#adapters/store/open.ts';
import type { ComponentFile } from '#contract/component-file.ts';
import type { Platform } from '#contract/platforms.ts';
import type { RunWish } from '#contract/runs.ts';
import type { PracticeFault } from '#contract/system.ts';
import { openCluster } from '#core/access/kubeconfig.ts';
import { createLiveCache } from '#core/cluster/live-cache.ts';
import { createDrafts } from '#core/inventory/drafts/drafts.ts';
import { lookForDrift } from '#core/inventory/drift/look.ts';
import { readVersion, writeInventory } from '#core/inventory/versions/versions.ts';
import { inventoryOf } from '#core/platform/amend.ts';
import { sketchNode, sketchPlatform } from '#core/platform/fixtures.ts';
import type { Helm } from '#core/ports/helm.ts';
import { savePlatform } from '#core/platform/platforms.ts';
import type { Clock } from '#core/ports/clock.ts';
import { sketchLog, sketchTarget } from '#core/runs/fixtures.ts';
import { createRuns } from '#core/runs/runs.ts';
import { Secret } from '#core/secret.ts';
import { driftServices, runWitness } from '#engine/drift-services.ts';
import { randomness } from '#engine/randomness.ts';
import { virtualClock } from '#practice/clock/virtual-clock.ts';
import { practicePassword, practiceUser } from '#practice/machines.ts';
import { openPractice } from '#practice/open.ts';
import { steps } from '#steps/registry.ts';

interface RoomPlan {
  readonly machines?: number;
  /** The whole catalogue. */
  readonly components?: readonly ComponentFile[];
}

const { signal } = new AbortController();
type Lab = ReturnType<typeof openPractice>;

/** Machines as the wizard leaves them before the set-up; the first one leads. */
async function barePlatform(lab: Lab, { machines = 3, components = [] }: RoomPlan): Promise<Platform> {
  const nodes = lab
    .nodes()
    .slice(0, machines)
    .map(async ({ name, address }, index) => {
      const seen = await lab.hosts.readHostKey({ address, port: 22, jump: null, hostKey: null, label: name }, signal);
      const hostKey = { algorithm: seen.algorithm, fingerprint: seen.fingerprint, trustedAt: 0 };
      return sketchNode(index + 1, { name, address, user: practiceUser, hostKey, facts: null });
    });
  return sketchPlatform({ nodes: await Promise.all(nodes), components: components.map(({ id }) => id) });
}

export async function openDriftRoom(plan: RoomPlan = {}) {
  const { components = [] } = plan;
  const dir = mkdtempSync(join(tmpdir(), 'hearth-drift-'));
  const labClock = virtualClock();
  // Nothing of the lab has to be waited for; a person's patience is not used up by that.
  const clock: Clock = { now: () => labClock.now(), sleep: (ms, until) => systemClock.sleep(ms, until) };
  const lab = openPractice({ clock: labClock, kubeconfigs: kubeconfigReader });
  const secrets = memorySecrets();
  const log = sketchLog();
  const sent: string[] = [];
  let engine = await openOver({ dir, lab, clock, labClock, secrets, log, components, sent });
  const platform = await barePlatform(lab, plan);
  await engine.store.platforms.insert(platform);
  const { id: platformId } = platform;
  const stored = async () => {
    const found = await engine.store.platforms.get(platformId);
    if (found === null) throw new Error('The platform is gone.');
    return found;
  };
  const ended = async (runId: string) => {
    for await (const _ of engine.runs.watch(runId, -1, signal)) void _;
    return engine.runs.get(runId);
  };
  return {
    dir,
    platformId,
    secrets,
    log,
    lab,
    /** Values of charts, as Helm was given them. */
    sent,
    clock,
    signal,
    stored,
    ended,
    engine: () => engine,
    look: (draftId?: string) => lookForDrift(engine.services.drift, { platformId, draftId }),
    /** Its differences by their ids. */
    found: async (draftId?: string) => (await lookForDrift(engine.services.drift, { platformId, draftId })).differences.map(({ id }) => id),
    perform: async (wish: RunWish) => {
      const made = await engine.services.plan(wish);
      return ended(await engine.runs.start({ ...made, startedBy: 'test', password: new Secret(practicePassword) }));
    },
    async setUp() {
      await this.perform({ kind: 'access', platformId, passwordlessSudo: true });
      return this.perform({ kind: 'provision', platformId });
    },
    /** As a page of the wizard does. */
    async save(change: (platform: Platform) => Partial<Platform>) {
      const before = await stored();
      const deps = { platforms: engine.store.platforms, yaml, secrets, clock, ids: randomness, runs: engine.store.runs };
      await savePlatform(deps, { platformId, expectedRevision: before.revision, content: { ...before, ...change(before) } });
    },
    /** As the editor does. */
    async write(change: (text: string) => string) {
      const deps = { platforms: engine.store.platforms, yaml, clock, ids: randomness };
      const { text, version } = await readVersion(deps, platformId);
      await writeInventory(deps, { platformId, expectedRevision: version.revision, author: 'test', message: '', text: change(text) });
    },
    power: (index: number, on: boolean) => {
      const fault: PracticeFault = 'power-loss';
      lab.setFault(lab.nodes()[index]?.name ?? '', { fault, on: !on });
      engine.live.disconnect(platformId);
    },
    async restart() {
      await engine.close();
      engine = await openOver({ dir, lab, clock, labClock, secrets, log, components, sent });
    },
    async close() {
      await engine.close();
      lab.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

interface Parts {
  readonly dir: string;
  readonly lab: Lab;
  readonly clock: Clock;
  readonly labClock: Clock;
  readonly secrets: ReturnType<typeof memorySecrets>;
  readonly log: ReturnType<typeof sketchLog>;
  readonly components: readonly ComponentFile[];
  readonly sent: string[];
}

/** As some charts do, it says in its notes what it was given. */
const talkative = (helm: Helm, sent: string[]): Helm => ({
  ...helm,
  async install(place, release, io) {
    const values = JSON.stringify(release.values);
    sent.push(values);
    io.onLine({ stream: 'out', text: `NOTES: ${values}` });
    await helm.install(place, release, io);
  },
});

async function openOver({ dir, lab, clock, labClock, secrets, log, components, sent }: Parts) {
  const store = await openStore({ dir, clock, log });
  const { hosts, hearthKey, kube, charts } = lab;
  const helm = talkative(lab.helm, sent);
  const hash = (value: string) => randomness.hash(value);
  const live = createLiveCache({ clock: systemClock, log, open: (id) => openCluster({ kube, secrets, hash }, id) });
  const target = (on: Platform, node: Platform['nodes'][number]) => ({ ...sketchTarget(on, node), hostKey: node.hostKey });
  const inventory = inventoryOf({ platforms: store.platforms, yaml, clock });
  const runs = createRuns({
    store: store.runs,
    clock: labClock,
    log,
    steps,
    ports: { hosts, hearthKey, kube, helm, charts, secrets, inventory, clock: labClock, hash },
    platforms: store.platforms,
    target,
    witness: runWitness({ store, clock, log, live, secrets, components }),
    newId: () => randomness.id(),
    random: () => 0.5,
  });
  const { platforms, drafts: kept } = store;
  const drafts = createDrafts({
    platforms,
    drafts: kept,
    yaml,
    clock,
    ids: randomness,
    log,
    openLinter: async () => ({ look: () => [], refresh: async () => {} }),
  });
  const services = driftServices({ store, clock, secrets, live, components, drafts, runs, hosts, target });
  return {
    store,
    live,
    runs,
    drafts,
    services,
    async close() {
      live.close();
      await runs.close();
      await store.close();
    },
  };
}
