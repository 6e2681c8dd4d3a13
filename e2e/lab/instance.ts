import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder, instanceFolder } from './paths.ts';

/** What a lab was asked to be; written once as instance.json, read by its supervisor. */
export type Instance = {
  readonly name: string;
  /** Labs that run at once differ in this number, and by it in bridge and address range. */
  readonly slot: number;
  readonly nodes: number;
  /** Folders over the root tree, the uppermost first, parted by colons as overlayfs takes them. */
  readonly layer: string;
  readonly rootfs: string;
  readonly disk: string;
  readonly userKey: boolean;
  readonly rootKey: boolean;
  readonly snapSeconds: number;
  readonly attached: boolean;
};

export const nodePassword = 'hearth-lab';
export const nodeUser = 'ubuntu';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function parseRecord(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) throw new Error('not an object');
  return value;
}

export function recordsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function text(record: Record<string, unknown>, key: string): string {
  const value = record[key];
  if (typeof value !== 'string') throw new Error(`instance.json has no ${key}`);
  return value;
}

function whole(record: Record<string, unknown>, key: string): number {
  const value = record[key];
  if (typeof value !== 'number') throw new Error(`instance.json has no ${key}`);
  return value;
}

export function readInstance(folder: string): Instance | undefined {
  const file = join(folder, 'instance.json');
  if (!existsSync(file)) return undefined;
  const record = parseRecord(readFileSync(file, 'utf8'));
  return {
    name: text(record, 'name'),
    slot: whole(record, 'slot'),
    nodes: whole(record, 'nodes'),
    layer: text(record, 'layer'),
    rootfs: text(record, 'rootfs'),
    disk: text(record, 'disk'),
    userKey: record['userKey'] === true,
    rootKey: record['rootKey'] === true,
    snapSeconds: whole(record, 'snapSeconds'),
    attached: record['attached'] === true,
  };
}

/** All labs that have a folder on this machine, running or left behind. */
export function allInstances(): Instance[] {
  if (!existsSync(dataFolder())) return [];
  return readdirSync(dataFolder()).flatMap((name) => readInstance(instanceFolder(name)) ?? []);
}

export function supervisorRuns(folder: string): boolean {
  const file = join(folder, 'supervisor.pid');
  if (!existsSync(file)) return false;
  const commandLine = `/proc/${readFileSync(file, 'utf8').trim()}/cmdline`;
  return existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(folder);
}

export function nodeName(index: number): string {
  return `node${index}`;
}

export function nodeIndex(instance: Instance, name: string): number {
  const index = Number(/^node([1-9]\d*)$/.exec(name)?.[1] ?? '0');
  if (index < 1 || index > instance.nodes) throw new Error(`The lab has no node named ${name}.`);
  return index;
}

export function gatewayOf(slot: number): string {
  return `10.${77 + slot}.0.1`;
}

export function addressOf(slot: number, index: number): string {
  return `10.${77 + slot}.0.${10 + index}`;
}

export function nodeFolder(folder: string, name: string): string {
  return join(folder, 'nodes', name);
}

/** The SHA256 fingerprint of a public key file, in the form ssh shows it. */
export function fingerprintOf(publicKeyFile: string): string {
  const blob = Buffer.from(readFileSync(publicKeyFile, 'utf8').split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
