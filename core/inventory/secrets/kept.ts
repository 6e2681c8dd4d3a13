// Which secrets are kept for a platform, and since when. One place for each value: the token of a service is the secret of that name.
import { platformSecretKind } from '#contract/platform-secrets.ts';
import { count, objectOf } from '#core/cluster/trim/raw.ts';
import { platformSecretName, platformSecretTimesName, type SecretStore } from '#core/ports/secrets.ts';
import { Secret } from '#core/secret.ts';
import { createSerial, type Serial } from '#core/serial.ts';

/** The note of times is one text for all secrets of a platform: two changes at a time must not undo each other. */
const serials = new WeakMap<SecretStore, Serial>();
function alone<T>(secrets: SecretStore, work: () => Promise<T>): Promise<T> {
  const serial = serials.get(secrets) ?? createSerial();
  serials.set(secrets, serial);
  return serial(work);
}

/** Since when each has its value, by name. One that was kept before this was written down is missing here. */
export async function changedTimes(secrets: Pick<SecretStore, 'get'>, platformId: string): Promise<ReadonlyMap<string, number>> {
  const kept = await secrets.get(platformSecretTimesName(platformId));
  return new Map(Object.entries(objectOf(kept?.reveal() ?? '')).map(([name, at]) => [name, count(at)]));
}

const writeTimes = (secrets: SecretStore, platformId: string, times: ReadonlyMap<string, number>): Promise<void> =>
  secrets.set(platformSecretTimesName(platformId), new Secret(JSON.stringify(Object.fromEntries(times))));

export interface Keeping {
  readonly platformId: string;
  readonly name: string;
  readonly value: Secret;
  readonly at: number;
}

/** The same value again is no change. */
export const keepValue = (secrets: SecretStore, { platformId, name, value, at }: Keeping): Promise<void> =>
  alone(secrets, async () => {
    const times = await changedTimes(secrets, platformId);
    const before = await secrets.get(platformSecretName(platformId, name));
    if (before?.reveal() === value.reveal() && times.has(name)) return;
    // A name without a value is forgotten; a value without its name would never be found again.
    await writeTimes(secrets, platformId, new Map(times).set(name, at));
    await secrets.set(platformSecretName(platformId, name), value);
  });

export const forgetValue = (secrets: SecretStore, platformId: string, name: string): Promise<void> =>
  alone(secrets, async () => {
    await secrets.remove(platformSecretName(platformId, name));
    const times = new Map(await changedTimes(secrets, platformId));
    if (times.delete(name)) await writeTimes(secrets, platformId, times);
  });

/** Names of all that has a value, in alphabetical order. */
export async function keptNames(secrets: SecretStore, platformId: string): Promise<readonly string[]> {
  const candidates = new Set<string>([...platformSecretKind.options, ...(await changedTimes(secrets, platformId)).keys()]);
  const found: string[] = [];
  for (const name of candidates) if ((await secrets.get(platformSecretName(platformId, name))) !== null) found.push(name);
  return found.toSorted();
}

/** With the platform. */
export async function forgetAllValues(secrets: SecretStore, platformId: string): Promise<void> {
  for (const name of (await changedTimes(secrets, platformId)).keys()) await secrets.remove(platformSecretName(platformId, name));
  await secrets.remove(platformSecretTimesName(platformId));
}
