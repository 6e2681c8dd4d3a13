// The composition root: every port gets its adapter here, and nowhere else.
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { loadCatalog } from '#adapters/catalog/load.ts';
import { loadVariables } from '#adapters/catalog/load-variables.ts';
import { systemClock } from '#adapters/clock/system-clock.ts';
import { readYaml } from '#adapters/inventory/read-yaml.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import { openFileLog, type FileLog } from '#adapters/log/file-log.ts';
import { sessionSecrets } from '#adapters/secrets/in-memory.ts';
import { lockData, type DataLock } from '#adapters/store/data-lock.ts';
import { openStore } from '#adapters/store/open.ts';
import { openCluster, type KubeconfigDeps } from '#core/access/kubeconfig.ts';
import { authorityPem } from '#core/certificates/state.ts';
import { createLiveCache, type LiveCache } from '#core/cluster/live-cache.ts';
import { membersOf } from '#core/inventory/drift/members.ts';
import { inventoryOf } from '#core/platform/amend.ts';
import { targetsWith } from '#core/platform/target.ts';
import { kubeconfigName, type SecretStore } from '#core/ports/secrets.ts';
import type { NewDocument, Store } from '#core/ports/store.ts';
import { steps } from '#steps/registry.ts';
import { lifeLooks } from '#steps/life/looks.ts';
import { nodeNames } from '#steps/node-names.ts';
import { machineReader } from '#steps/read-machine.ts';
import type { LeaseDeps } from '#core/runs/lease-keeper.ts';
import type { RunWitness } from '#core/runs/engine.ts';
import { createRuns, type Runs } from '#core/runs/runs.ts';
import type { EnginePorts } from '#doors/engine-ports.ts';
import { announcing, announcingPlatforms } from './announcing.ts';
import { daily } from './daily.ts';
import { documentServices } from './document-services.ts';
import { driftServices, runWitness } from './drift-services.ts';
import { homeServices } from './home-services.ts';
import { keepingMembers } from './keeping-members.ts';
import { randomness } from './randomness.ts';
import { openWorld, type World } from './world.ts';

export interface EngineOptions {
  readonly mode: 'real' | 'practice';
  readonly host: 'desktop' | 'browser';
  readonly dataDir: string;
  readonly restoreBackup: boolean;
  /** Folder with package.json, catalog/ and installer-steps/scripts/; this repository when left out. */
  readonly resources?: string;
  /** HEARTH_CHARTS: a folder whose charts come before all others. */
  readonly chartsDir?: string | undefined;
  /** HEARTH_HELM: the helm of this computer, for clusters of which only a kubeconfig is known; the one on the PATH when left out. */
  readonly helmProgram?: string | undefined;
}

export interface Engine {
  readonly ports: EnginePorts;
  /** Told of every token that is revoked, through whichever door. */
  onTokenRevoked(listener: (tokenId: string) => void): void;
  /** Stops what runs, so that the next start takes it up. */
  close(): Promise<void>;
}

interface Parts {
  readonly options: EngineOptions;
  readonly resources: string;
  readonly log: FileLog;
  readonly store: Store;
  readonly world: World;
  readonly onRevoked: (tokenId: string) => void;
  /** Something of this platform was stored. */
  readonly onChanged: (platformId: string) => void;
}

function versionIn(resources: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(resources, 'package.json'), 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : '0';
}

function clusterServices({ store, world, log, onChanged }: Parts) {
  const clock = systemClock;
  let live: LiveCache | null = null;
  // A new kubeconfig, from a person or from a run, takes effect at once.
  const secrets = announcing(world.secrets, { kubeconfig: (platformId) => live?.disconnect(platformId), platformSecret: onChanged });
  const clusters: KubeconfigDeps = { kube: world.kube, secrets, platforms: store.platforms, hash: (value) => randomness.hash(value) };
  live = createLiveCache({ clock, log, open: (platformId) => openCluster(clusters, platformId) });
  return { secrets, clusters, live };
}

/** So that two consoles do not change one cluster at a time. */
const leaseFor = ({ store }: Parts, clusters: KubeconfigDeps): LeaseDeps => ({
  installation: store.installationId,
  console: hostname(),
  open: async (platformId) =>
    (await clusters.secrets.get(kubeconfigName(platformId))) === null ? null : openCluster(clusters, platformId),
});

interface Kept {
  readonly secrets: SecretStore;
  readonly clusters: KubeconfigDeps;
  readonly target: ReturnType<typeof targetsWith>;
}
function webServices(
  { store, world }: Parts,
  { secrets, clusters, target }: Kept,
): Pick<EnginePorts, 'http' | 'certificates' | 'platformSecrets'> {
  const { http, resolver, network, hosts } = world;
  const open = (platformId: string) => openCluster(clusters, platformId);
  const addressesOnNode = nodeNames({ hosts, target });
  return {
    http,
    certificates: { resolver, network, http, secrets, clock: systemClock, ids: randomness, open, addressesOnNode },
    platformSecrets: {
      platforms: store.platforms,
      secrets,
      http,
      clock: systemClock,
      randomness,
      authorityOf: (platformId, signal) => authorityPem({ open }, platformId, signal),
    },
  };
}

interface RunKept extends Kept {
  readonly lease: LeaseDeps;
  readonly witness: RunWitness;
}
function runsOf({ store, log, world }: Parts, { secrets, clusters, target, lease, witness }: RunKept): Runs {
  const clock = systemClock;
  const { hosts, hearthKey, kube, helm, charts } = world;
  const inventory = inventoryOf({ platforms: store.platforms, yaml, clock });
  return createRuns({
    store: store.runs,
    clock,
    log,
    steps,
    platforms: store.platforms,
    newId: () => randomness.id(),
    ports: { hosts, hearthKey, kube, helm, charts, secrets, inventory, clock, hash: clusters.hash },
    target,
    witness,
    lease,
  });
}

function portsOf(parts: Parts): EnginePorts {
  const { options, resources, log, store, world } = parts;
  const clock = systemClock;
  const { secrets, clusters, live } = clusterServices(parts);
  const session = sessionSecrets((secret) => log.hide(secret));
  const target = targetsWith(session);
  const { hosts, hearthKey, kube } = world;
  const variables = loadVariables(join(resources, 'catalog', 'variables'));
  const components = loadCatalog(join(resources, 'catalog', 'components'), variables);
  const witness = runWitness({ store, clock, log, live, secrets, components });
  const runs = runsOf(parts, { secrets, clusters, target, lease: leaseFor(parts, clusters), witness });
  const members = membersOf({ ...store, live, secrets, clock, components });
  const kept = { ...store, platforms: keepingMembers(store.platforms, members) };
  const homes = homeServices({ store: kept, secrets, log, dataDir: options.dataDir });
  const documents = documentServices({ store: kept, secrets, components, homes, log, variables, resolver: world.resolver });
  return {
    clock,
    log,
    store,
    session,
    hosts,
    hearthKey,
    network: world.network,
    kube,
    readYaml,
    runs,
    live,
    clusters,
    ...webServices(parts, { secrets, clusters, target }),
    life: lifeLooks({ platforms: store.platforms, clusters, hosts, clock, target }),
    components,
    ...documents,
    homes,
    ...driftServices({ store, clock, secrets, live, components, drafts: documents.drafts, runs, hosts, target }),
    inventory: {
      platforms: kept.platforms,
      members,
      yaml,
      runs: store.runs,
      secrets,
      clock,
      ids: randomness,
      hosts,
      machines: machineReader({ hosts, clock }),
      target,
      checked: new Map(),
    },
    practice: world.practice,
    access: { tokens: store.tokens, clock, randomness, onRevoked: parts.onRevoked },
    about: {
      version: versionIn(resources),
      mode: options.mode,
      host: options.host,
      dataDir: options.dataDir,
      startedAt: clock.now(),
      secretsIn: world.secrets.where,
      notice: store.notice,
    },
  };
}

function logIn(dir: string, lock: DataLock): FileLog {
  try {
    return openFileLog({ dir, clock: systemClock });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** DATA_NOT_WRITABLE, DATA_IN_USE, STORE_DAMAGED, STORE_NEWER. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { dataDir: dir, restoreBackup, mode } = options;
  // The log too is one engine's only.
  const lock = lockData(dir);
  const log = logIn(dir, lock);
  const store = await openStore({ dir, lock, clock: systemClock, log, restoreBackup, fresh: mode === 'practice' }).catch(
    (error: unknown) => {
      log.close();
      throw error;
    },
  );
  try {
    return await openOver(options, { log, store });
  } catch (error) {
    // The data folder must not stay locked by an engine that did not open.
    await store.close();
    log.close();
    throw error;
  }
}

async function openOver(options: EngineOptions, { log, store }: Pick<Parts, 'log' | 'store'>): Promise<Engine> {
  const { mode, host, dataDir, chartsDir, helmProgram, resources = join(import.meta.dirname, '..') } = options;
  const world = await openWorld({ mode, dataDir, resources, chartsDir, helmProgram, clock: systemClock, log });
  const listeners: ((tokenId: string) => void)[] = [];
  const onRevoked = (tokenId: string) => listeners.forEach((tell) => tell(tokenId));
  const hearers: ((platformId: string, saved?: NewDocument) => void)[] = [];
  const onChanged = (platformId: string, saved?: NewDocument) => hearers.forEach((tell) => tell(platformId, saved));
  const announced = { ...store, platforms: announcingPlatforms(store.platforms, onChanged) };
  const ports = portsOf({ options, resources, log, store: announced, world, onRevoked, onChanged });
  hearers.push((platformId) => ports.drafts.noticed(platformId));
  hearers.push((platformId, saved) => void ports.homes.noticed(platformId, saved));
  await ports.runs.recover();
  await ports.homes.watch();
  const ended = new AbortController();
  void daily({ clock: systemClock, log, signal: ended.signal }, () => store.prune(systemClock.now()));
  log.info('the engine is open', { version: ports.about.version, mode, host });
  return {
    ports,
    onTokenRevoked: (listener) => void listeners.push(listener),
    async close() {
      ended.abort();
      ports.live.close();
      await ports.runs.close();
      await ports.drafts.close();
      await ports.homes.close();
      await world.close();
      await store.close();
      log.close();
    },
  };
}
