// The list of platforms: begin, read, save, forget. A save never overwrites what somebody else saved in between.
import type { Platform, PlatformContent, PlatformSummary } from '#contract/platforms.ts';
import { platformSecretKind } from '#contract/platform-secrets.ts';
import { fault } from '#core/fault.ts';
import { isWritable } from '#core/inventory/document/content-form.ts';
import { writeDocument } from '#core/inventory/document/write-document.ts';
import { forgetAllValues } from '#core/inventory/secrets/kept.ts';
import type { Clock } from '#core/ports/clock.ts';
import {
  kubeconfigChoiceName,
  homeTokenName,
  kubeconfigName,
  platformSecretName,
  platformSecretNoteName,
  stagingIssuedName,
  type SecretStore,
} from '#core/ports/secrets.ts';
import { wovenDocument } from '#core/inventory/versions/woven.ts';
import type { PlatformStore, RunStore } from '#core/ports/store.ts';
import type { Yaml } from '#core/ports/yaml.ts';
import { defaultContent } from './default-content.ts';
import { keepFindings } from './findings.ts';

export interface PlatformDeps {
  readonly platforms: PlatformStore;
  readonly yaml: Yaml;
  readonly runs: Pick<RunStore, 'unfinished'>;
  readonly secrets: SecretStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: { id(): string };
}

/** As the author of a version: the window, before there was an editor. */
const wizard = 'wizard';

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

export interface BeginRequest {
  readonly name: string;
  /** Ids of the components that every platform begins with. */
  readonly core: readonly string[];
  readonly author?: string;
}

export async function createPlatform(deps: PlatformDeps, { name, core, author = wizard }: BeginRequest): Promise<Platform> {
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
  const text = writeDocument(platform, deps.yaml);
  await deps.platforms.insert(platform, { text, author, message: 'Begun', changes: 0 });
  return platform;
}

export interface SaveRequest {
  readonly platformId: string;
  readonly expectedRevision: number;
  readonly content: PlatformContent;
  /** As the versions of the inventory name who saved them. */
  readonly author?: string;
}

/** Throws NOT_FOUND, CHANGED_MEANWHILE, INPUT_INVALID. Facts and trusted host keys are not taken from the content: only looking at the machine sets them. */
export async function savePlatform(deps: PlatformDeps, request: SaveRequest): Promise<Platform> {
  const { platformId, expectedRevision, content, author = wizard } = request;
  refuseTwins(content);
  refuseUnwritable(content);
  const stored = await getPlatform(deps, platformId);
  const { id, createdAt } = stored;
  const nodes = content.nodes.map((node) => keepFindings(node, stored.nodes));
  const wanted: Platform = { ...content, nodes, id, createdAt, revision: expectedRevision + 1, savedAt: deps.clock.now() };
  if (stored.revision === expectedRevision) {
    const { next, document } = await wovenDocument(deps, { stored, next: wanted, author });
    if (await deps.platforms.update(next, expectedRevision, document ?? undefined)) return next;
  }
  const now = await getPlatform(deps, platformId);
  throw fault('CHANGED_MEANWHILE', { thing: 'platform', yours: expectedRevision, stored: now.revision });
}

/** The inventory's document tells machines apart by their names, and knows them again by their ids. */
function refuseTwins({ nodes }: PlatformContent): void {
  for (const key of ['name', 'id'] as const) {
    const seen = new Set<string>();
    const index = nodes.findIndex((node) => seen.size === seen.add(node[key]).size);
    const field = `content.nodes.${index}.${key}`;
    if (index >= 0)
      throw fault('INPUT_INVALID', { field, reason: `Another machine has the ${key} ${nodes[index]?.[key] ?? ''}.` }, { field });
  }
}

/** A taint that the inventory cannot write, such as one without a key, would make it unfit for everybody. */
function refuseUnwritable({ nodes }: PlatformContent): void {
  for (const [index, { taints }] of nodes.entries()) {
    const wrong = taints.findIndex((taint) => !isWritable(taint));
    const field = `content.nodes.${index}.taints.${wrong}`;
    const reason = 'A taint has a key without spaces, colons and equals signs, and a value without spaces and colons.';
    if (wrong >= 0) throw fault('INPUT_INVALID', { field, reason }, { field });
  }
}

/** The machines are left as they are. Throws NOT_FOUND, PLATFORM_BUSY. */
export async function removePlatform(deps: PlatformDeps, platformId: string): Promise<{ removed: true }> {
  const { name } = await getPlatform(deps, platformId);
  const holder = (await deps.runs.unfinished()).find((run) => run.platformId === platformId);
  if (holder !== undefined) throw fault('PLATFORM_BUSY', { platform: name, runId: holder.id });
  await deps.platforms.remove(platformId);
  await forgetAllValues(deps.secrets, platformId);
  for (const secret of secretsOf(platformId)) await deps.secrets.remove(secret);
  return { removed: true };
}

/** All that is kept for a platform and only for it. */
const secretsOf = (platformId: string): readonly string[] => [
  kubeconfigName(platformId),
  kubeconfigChoiceName(platformId),
  stagingIssuedName(platformId),
  homeTokenName(platformId),
  ...platformSecretKind.options.flatMap((kind) => [platformSecretName(platformId, kind), platformSecretNoteName(platformId, kind)]),
];
