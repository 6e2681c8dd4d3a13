import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codeOf } from '#adapters/conformance/ssh-lab.ts';
import type { ChartSource } from '#core/ports/helm.ts';
import { openCharts } from './charts.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hearth-charts-'));
  for (const folder of ['bundled', 'given']) mkdirSync(join(root, folder));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const chart = (folder: string, name: string, version = '1.2.3') => {
  write(`${folder}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: ${version}\n`);
  write(`${folder}/templates/map.yaml`, 'kind: ConfigMap\n');
};
const open = () => openCharts({ bundledDir: join(root, 'bundled'), environmentDir: join(root, 'given') });
const bundled = (name: string, version = '1.2.3'): ChartSource => ({ name, version, from: { kind: 'bundled' } });

describe('a chart is found', () => {
  test('in the given folder before what ships with Hearth, and real tar can read it', async () => {
    chart('bundled/registry', 'registry', '1.2.3');
    chart('given/registry', 'registry', '9.9.9');
    write(`given/registry/${'deep/'.repeat(30)}file.txt`, 'far down');
    const found = await open().find(bundled('registry'));
    if (found.kind !== 'archive') throw new Error('no archive');
    expect(found).toMatchObject({ fileName: 'registry-9.9.9.tgz', version: '9.9.9' });
    writeFileSync(join(root, 'out.tgz'), found.content);
    const listing = execFileSync('tar', ['-tzf', join(root, 'out.tgz')]).toString();
    expect(listing.trim().split('\n')).toEqual([
      'registry/Chart.yaml',
      `registry/${'deep/'.repeat(30)}file.txt`,
      'registry/templates/map.yaml',
    ]);
    expect(execFileSync('tar', ['-xzOf', join(root, 'out.tgz'), 'registry/Chart.yaml']).toString()).toContain('version: 9.9.9');
    expect(await open().find(bundled('registry'))).toEqual(found);
  });

  test('as an archive, the exact version first', async () => {
    write('given/cert-manager-v1.0.0.tgz', 'one');
    write('given/cert-manager-v1.1.0.tgz', 'two');
    expect(await open().find(bundled('cert-manager', 'v1.0.0'))).toMatchObject({
      fileName: 'cert-manager-v1.0.0.tgz',
      content: Buffer.from('one'),
    });
    expect(await open().find(bundled('cert-manager', 'v1.9.0'))).toMatchObject({ fileName: 'cert-manager-v1.1.0.tgz', version: 'v1.1.0' });
    write('given/vault.tgz', 'three');
    expect(await open().find(bundled('vault'))).toMatchObject({ fileName: 'vault.tgz', version: null });
  });

  test('in its repository when no folder holds it; a bundled one is missing then', async () => {
    const from = { kind: 'repository', url: 'https://charts.example.org' } as const;
    expect(await open().find({ name: 'vault', version: '0.34.1', from })).toEqual({
      kind: 'remote',
      url: from.url,
      name: 'vault',
      version: '0.34.1',
    });
    expect(await codeOf(open().find(bundled('vault')))).toBe('CHART_MISSING');
  });
});

test('names that lead elsewhere are refused', async () => {
  chart('secret', 'secret');
  for (const name of ['../secret', '..', '/etc', 'a/b', '-x', '', 'a\0', '.git'])
    expect(await codeOf(open().find(bundled(name))), name).toBe('INPUT_INVALID');
  for (const version of ['../1', '1/..', '-1', ''])
    expect(await codeOf(open().find(bundled('secret', version))), version).toBe('INPUT_INVALID');
});

test('links never bring in a file from outside', async () => {
  chart('given/leaky', 'leaky');
  symlinkSync('/etc/passwd', join(root, 'given/leaky/templates/passwd'));
  expect(await codeOf(open().find(bundled('leaky')))).toBe('CHART_MISSING');
  chart('elsewhere', 'linked');
  symlinkSync(join(root, 'elsewhere'), join(root, 'given/linked'));
  expect(await codeOf(open().find(bundled('linked')))).toBe('CHART_MISSING');
});

test('a given folder that is not there is said, instead of fetching the chart from elsewhere', async () => {
  rmSync(join(root, 'given'), { recursive: true });
  const from = { kind: 'repository', url: 'https://charts.example.org' } as const;
  expect(await codeOf(open().find({ name: 'vault', version: '0.34.1', from }))).toBe('CHART_MISSING');
});

test('a folder that holds another chart is not taken for this one', async () => {
  chart('given/wanted', 'other');
  expect(await codeOf(open().find(bundled('wanted')))).toBe('CHART_MISSING');
});
