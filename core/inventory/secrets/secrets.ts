// Secrets of an inventory: it names them, their values are kept apart and never given out but sealed.
import { inventorySecret, sealedSecrets, secretName, type InventorySecret, type SealedSecrets } from '#contract/inventory/secrets.ts';
import { platformSecretKind, platformSecretValue } from '#contract/platform-secrets.ts';
import { fault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Sealer } from '#core/ports/sealer.ts';
import { platformSecretName, platformSecretNoteName, type SecretStore } from '#core/ports/secrets.ts';
import { noteOf, writeNote, type Note } from '#core/platform-secrets/note.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import type { StoredDeps } from '#core/inventory/versions/stored.ts';
import { objectOf } from '#core/cluster/trim/raw.ts';
import { Secret } from '#core/secret.ts';
import { reapplyBySecret } from '#core/inventory/drift/component-differences.ts';
import { inputOf, type DriftDeps } from '#core/inventory/drift/look.ts';
import { savedInventory } from '#core/inventory/drift/wanted.ts';
import { changedTimes, forgetValue, keepValue, keptNames } from './kept.ts';
import { secretReferences } from './references.ts';

export interface InventorySecretDeps extends StoredDeps, Pick<DriftDeps, 'applied' | 'components'> {
  readonly secrets: SecretStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly sealer: Sealer;
}

interface Asked {
  readonly platformId: string;
  readonly name: string;
}

/** Throws NOT_FOUND. */
export async function listSecrets(deps: InventorySecretDeps, platformId: string): Promise<InventorySecret[]> {
  const wanted = await savedInventory(deps, platformId);
  const references = Map.groupBy(secretReferences(wanted.document.data), ({ name }) => name);
  const kept = await keptNames(deps.secrets, platformId);
  const times = await changedTimes(deps.secrets, platformId);
  const reapply = reapplyBySecret(await inputOf(deps, wanted, { seen: null }));
  // A name that is none is told by the checks of the inventory.
  const named = [...references.keys()].filter((name) => secretName.safeParse(name).success);
  return [...new Set([...named, ...kept])].toSorted().map((name) => ({
    name,
    set: kept.includes(name),
    changedAt: kept.includes(name) ? (times.get(name) ?? null) : null,
    usedBy: (references.get(name) ?? []).map(({ path, what }) => ({ path: [...path], what })),
    reapply: [...(reapply.get(name) ?? [])],
  }));
}

async function viewOf(deps: InventorySecretDeps, { platformId, name }: Asked): Promise<InventorySecret> {
  const found = (await listSecrets(deps, platformId)).find((one) => one.name === name);
  return found ?? inventorySecret.parse({ name, set: false, changedAt: null, usedBy: [], reapply: [] });
}

/** Throws NOT_FOUND; INPUT_INVALID where it is the token of a service and cannot be one. */
export async function setSecret(deps: InventorySecretDeps, asked: Asked & { readonly value: string }): Promise<InventorySecret> {
  const { platformId, name, value } = asked;
  await getPlatform(deps, platformId);
  await keep(deps, platformId, { name, value });
  return viewOf(deps, asked);
}

/** Throws NOT_FOUND. */
export async function removeSecret(deps: InventorySecretDeps, asked: Asked): Promise<InventorySecret> {
  const { platformId, name } = asked;
  await getPlatform(deps, platformId);
  await forgetValue(deps.secrets, platformId, name);
  await deps.secrets.remove(platformSecretNoteName(platformId, name));
  return viewOf(deps, asked);
}

type Entry = SealedSecrets['secrets'][number];

/** A token is held to the rules of its own page, and has to be checked with its service again. */
async function keep({ secrets, clock }: InventorySecretDeps, platformId: string, { name, value, host, user }: Entry): Promise<void> {
  const at = clock.now();
  if (!platformSecretKind.safeParse(name).success) return keepValue(secrets, { platformId, name, value: new Secret(value), at });
  const before = noteOf(await secrets.get(platformSecretNoteName(platformId, name)));
  const place = { host: host ?? before.host, name: user ?? before.name };
  const token = tokenOf({ kind: name, value, place });
  await secrets.set(platformSecretNoteName(platformId, name), writeNote({ state: 'unchecked', detail: '', checkedAt: null, ...place }));
  await keepValue(secrets, { platformId, name, value: new Secret(token), at });
}

interface Token {
  readonly kind: string;
  readonly value: string;
  readonly place: Pick<Note, 'host' | 'name'>;
}
/** Without the spaces that came along when it was copied. */
function tokenOf({ kind, value, place }: Token): string {
  const read = platformSecretValue.safeParse({ kind, value, ...(kind === 'harbor-robot' ? place : {}) });
  if (read.success) return read.data.value;
  const issue = read.error.issues[0];
  const isValue = issue?.path[0] === 'value';
  // Zod says what the rule is, and never what was entered.
  const reason = isValue
    ? issue.message
    : 'Harbor needs its host and the name of the robot too; enter them with the secrets of the platform.';
  throw fault('INPUT_INVALID', { field: 'value', reason }, { field: 'value' });
}

/** Throws NOT_FOUND; NOT_POSSIBLE_NOW when nothing is kept. */
export async function exportSecrets(
  deps: InventorySecretDeps,
  { platformId, passphrase }: { readonly platformId: string; readonly passphrase: Secret },
): Promise<{ fileName: string; sealed: string; count: number }> {
  const { name: platform } = await getPlatform(deps, platformId);
  const entries: Entry[] = [];
  for (const name of await keptNames(deps.secrets, platformId)) {
    const value = await deps.secrets.get(platformSecretName(platformId, name));
    const { host, name: user } = noteOf(await deps.secrets.get(platformSecretNoteName(platformId, name)));
    const place = host === '' ? {} : { host, user };
    if (value !== null) entries.push({ name, value: value.reveal(), ...place });
  }
  if (entries.length === 0) throw fault('NOT_POSSIBLE_NOW', { reason: 'No secret is kept for this platform.' });
  const content: SealedSecrets = { hearth: 'secrets', version: 1, platform, secrets: entries };
  const sealed = await deps.sealer.seal(new Secret(JSON.stringify(content)), passphrase);
  return { fileName: `${slug(platform)}-secrets.age`, sealed, count: entries.length };
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'platform';

interface Import {
  readonly platformId: string;
  readonly sealed: string;
  readonly passphrase: Secret;
  readonly existing: 'keep' | 'replace';
}

/** Throws NOT_FOUND; SEAL_WRONG, INPUT_INVALID, and nothing is changed then. */
export async function importSecrets(
  deps: InventorySecretDeps,
  { platformId, sealed, passphrase, existing }: Import,
): Promise<{ added: string[]; replaced: string[]; kept: string[] }> {
  await getPlatform(deps, platformId);
  const read = sealedSecrets.safeParse(objectOf((await deps.sealer.open(sealed, passphrase)).reveal()));
  if (!read.success) throw fault('SEAL_WRONG', { reason: 'It opens, but what is in it are no secrets of Hearth.' }, { field: 'sealed' });
  const { secrets: entries } = read.data;
  for (const { name, value, host = '', user = '' } of entries)
    if (platformSecretKind.safeParse(name).success) tokenOf({ kind: name, value, place: { host, name: user } });
  const there = new Set(await keptNames(deps.secrets, platformId));
  const outcome: { added: string[]; replaced: string[]; kept: string[] } = { added: [], replaced: [], kept: [] };
  for (const entry of entries) {
    const isThere = there.has(entry.name);
    if (isThere && existing === 'keep') outcome.kept.push(entry.name);
    else {
      await keep(deps, platformId, entry);
      outcome[isThere ? 'replaced' : 'added'].push(entry.name);
    }
  }
  return outcome;
}
