// The list of platforms: begin, read, save, forget. A save never overwrites what somebody else saved in between.
import { channelOf, distributions } from '#contract/distributions.ts';
import type { Platform, PlatformContent, PlatformSummary } from '#contract/platforms.ts';
import type { Node } from '#contract/nodes.ts';
import { platformSecretKind } from '#contract/platform-secrets.ts';
import { fault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import {
  kubeconfigChoiceName,
  kubeconfigName,
  platformSecretName,
  platformSecretNoteName,
  stagingIssuedName,
  type SecretStore,
} from '#core/ports/secrets.ts';
import type { PlatformStore, RunStore } from '#core/ports/store.ts';

export interface PlatformDeps {
  readonly platforms: PlatformStore;
  readonly runs: Pick<RunStore, 'unfinished'>;
  readonly secrets: SecretStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: { id(): string };
}

/** The wizard's recommendation, until a person chooses. */
const recommended = 'microk8s';
const { storageClass, podCidr, serviceCidr } = distributions[recommended];

export const defaultContent: Omit<PlatformContent, 'name'> = {
  distribution: recommended,
  channel: channelOf(recommended),
  nodes: [],
  settings: {
    domain: 'home.lan',
    certificates: { mode: 'self-signed' },
    ingressPool: null,
    storageClass,
    adminUser: 'admin',
    podCidr,
    serviceCidr,
  },
  components: [],
  page: 'distribution',
};

/** Newest save first. */
export async function listPlatforms({ platforms, secrets }: Pick<PlatformDeps, 'platforms' | 'secrets'>): Promise<PlatformSummary[]> {
  const all = await platforms.list();
  const rows = all.map(async ({ id, name, distribution, page, savedAt, nodes }) => {
    const connected = (await secrets.get(kubeconfigName(id))) !== null;
    return { id, name, distribution, page, savedAt, nodes: nodes.length, connected };
  });
  return (await Promise.all(rows)).toSorted((a, b) => b.savedAt - a.savedAt);
}

/** Throws NOT_FOUND. */
export async function getPlatform({ platforms }: Pick<PlatformDeps, 'platforms'>, platformId: string): Promise<Platform> {
  const found = await platforms.get(platformId);
  if (found === null) throw fault('NOT_FOUND', { thing: 'platform', id: platformId });
  return found;
}

/** `core`: ids of the components that every platform begins with. */
export async function createPlatform(deps: PlatformDeps, { name, core }: { name: string; core: readonly string[] }): Promise<Platform> {
  const now = deps.clock.now();
  const platform: Platform = {
    ...defaultContent,
    name,
    components: [...core],
    id: deps.ids.id(),
    revision: 1,
    createdAt: now,
    savedAt: now,
  };
  await deps.platforms.insert(platform);
  return platform;
}

export interface SaveRequest {
  readonly platformId: string;
  readonly expectedRevision: number;
  readonly content: PlatformContent;
}

/** Throws NOT_FOUND, CHANGED_MEANWHILE. Facts and trusted host keys are not taken from the content: only looking at the machine sets them. */
export async function savePlatform(deps: PlatformDeps, { platformId, expectedRevision, content }: SaveRequest): Promise<Platform> {
  const stored = await getPlatform(deps, platformId);
  const { id, createdAt } = stored;
  const nodes = content.nodes.map((node) => keepFindings(node, stored.nodes));
  const next: Platform = { ...content, nodes, id, createdAt, revision: expectedRevision + 1, savedAt: deps.clock.now() };
  if (stored.revision !== expectedRevision || !(await deps.platforms.update(next, expectedRevision))) {
    const now = await getPlatform(deps, platformId);
    throw fault('CHANGED_MEANWHILE', { thing: 'platform', yours: expectedRevision, stored: now.revision });
  }
  return next;
}

/** What was found out about a machine stays as long as the entry still leads to that machine. */
function keepFindings(node: Node, stored: readonly Node[]): Node {
  const before = stored.find((one) => one.id === node.id);
  const sameMachine = before !== undefined && before.address === node.address && before.port === node.port && sameJump(before, node);
  return { ...node, hostKey: sameMachine ? before.hostKey : null, facts: sameMachine ? before.facts : null };
}

const sameJump = ({ jump: a }: Pick<Node, 'jump'>, { jump: b }: Pick<Node, 'jump'>) =>
  a === b || (a !== null && b !== null && a.address === b.address && a.port === b.port);

/** The machines are left as they are. Throws NOT_FOUND, PLATFORM_BUSY. */
export async function removePlatform(deps: PlatformDeps, platformId: string): Promise<{ removed: true }> {
  const { name } = await getPlatform(deps, platformId);
  const holder = (await deps.runs.unfinished()).find((run) => run.platformId === platformId);
  if (holder !== undefined) throw fault('PLATFORM_BUSY', { platform: name, runId: holder.id });
  await deps.platforms.remove(platformId);
  for (const secret of secretsOf(platformId)) await deps.secrets.remove(secret);
  return { removed: true };
}

/** All that is kept for a platform and only for it. */
const secretsOf = (platformId: string): readonly string[] => [
  kubeconfigName(platformId),
  kubeconfigChoiceName(platformId),
  stagingIssuedName(platformId),
  ...platformSecretKind.options.flatMap((kind) => [platformSecretName(platformId, kind), platformSecretNoteName(platformId, kind)]),
];
