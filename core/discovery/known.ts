// Machines this computer has met before: its known_hosts and its SSH configuration. Nothing is connected to.
import { placeKey } from '#contract/address-key.ts';
import type { FoundMachine, KnownMachines } from '#contract/discovery.ts';
import { machineAddress, userName } from '#contract/nodes.ts';
import { addressNumber } from '#core/platform/ipv4.ts';
import type { SshFiles } from '#core/ports/network.ts';
import { listOf, presented, surroundingsOf, unknownMachine, type DiscoveryDeps, type Place } from './machine.ts';

/** Nearly everybody has met these over SSH, and nobody can install anything on them. */
const codeHosts = new Set([
  'github.com',
  'gitlab.com',
  'bitbucket.org',
  'codeberg.org',
  'ssh.github.com',
  'ssh.dev.azure.com',
  'git.sr.ht',
]);
/** Who code is fetched as, at a code host under whatever name. */
const codeUser = 'git';

type HostLine = SshFiles['hosts'][number];
type Alias = SshFiles['aliases'][number];

const isHashed = ({ hosts }: HostLine) => hosts.startsWith('|');

/** `name`, or `[name]:port`; null for a pattern or anything else that names no one machine. */
function placeIn(name: string): Place | null {
  const bracketed = /^\[([^\]]+)\]:(\d{1,5})$/.exec(name);
  const place = { address: bracketed?.[1] ?? name, port: Number(bracketed?.[2] ?? 22) };
  const isReal = machineAddress.safeParse(place.address).success && place.port >= 1 && place.port <= 65_535;
  return isReal && !codeHosts.has(place.address.toLowerCase()) ? place : null;
}

/** Ed25519 first, as machines are asked for it first. */
const rank = (algorithm: string) => (algorithm === 'ssh-ed25519' ? 0 : algorithm.startsWith('ecdsa') ? 1 : 2);

/** One line may call a machine by name and by address: the address is where it is, the name what it is called. */
function machineOf(line: HostLine, places: readonly Place[]): FoundMachine | null {
  const numeric = places.find((place) => addressNumber(place.address) !== null);
  const named = places.find((place) => /[a-z]/i.test(place.address) && !place.address.includes(':'));
  const place = numeric ?? places[0];
  if (place === undefined) return null;
  const hostKey = { algorithm: line.algorithm, fingerprint: line.fingerprint };
  return { ...unknownMachine, ...place, hostKey, name: named?.address ?? null };
}

function fromHosts(lines: readonly HostLine[]) {
  const machines = new Map<string, FoundMachine>();
  let leftOut = 0;
  for (const line of lines.toSorted((a, b) => rank(a.algorithm) - rank(b.algorithm))) {
    const names = line.hosts.split(',');
    const machine = machineOf(
      line,
      names.flatMap((name) => placeIn(name) ?? []),
    );
    if (machine === null) leftOut += 1;
    else if (!machines.has(placeKey(machine))) machines.set(placeKey(machine), machine);
  }
  return { machines, leftOut };
}

const validUser = (user: string | null) => (userName.safeParse(user).success ? user : null);

function fromAlias(alias: Alias): FoundMachine | null {
  const place = { address: alias.address, port: alias.port ?? 22 };
  const isCode = alias.user === codeUser || codeHosts.has(place.address.toLowerCase());
  if (isCode || !machineAddress.safeParse(place.address).success) return null;
  const user = validUser(alias.user);
  const jump = alias.jump === null ? null : { ...alias.jump, user: validUser(alias.jump.user) ?? user ?? 'root' };
  const canJump = jump !== null && machineAddress.safeParse(jump.address).success;
  return { ...unknownMachine, ...place, name: alias.name, user, jump: canJump ? jump : null };
}

/** The configuration comes first: it says what a machine is called and who logs in there; known_hosts adds its key. */
function joined({ hosts, aliases }: SshFiles): KnownMachines {
  const hashed = hosts.filter(isHashed).length;
  const { machines: met, leftOut } = fromHosts(hosts.filter((line) => !isHashed(line)));
  const named = aliases.map(fromAlias);
  const machines = new Map<string, FoundMachine>();
  for (const machine of named) {
    if (machine === null || machines.has(placeKey(machine))) continue;
    machines.set(placeKey(machine), { ...machine, hostKey: met.get(placeKey(machine))?.hostKey ?? null });
  }
  for (const [key, machine] of met) if (!machines.has(key)) machines.set(key, machine);
  return { machines: [...machines.values()], hashed, leftOut: leftOut + named.filter((one) => one === null).length };
}

/** NOT_FOUND for the platform. */
export async function known(deps: DiscoveryDeps, { platformId }: { readonly platformId?: string | undefined }): Promise<KnownMachines> {
  const around = surroundingsOf(deps, await listOf(deps, platformId));
  const found = joined(await deps.network.sshFiles());
  return { ...found, machines: found.machines.map((machine) => presented(machine, around)) };
}
