import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadCatalog, parseComponent } from './load.ts';

const folder = join(import.meta.dirname, '../../catalog');
const components = loadCatalog(join(folder, 'components'));
const text = readFileSync(join(folder, 'components/registry.yaml'), 'utf8');

describe('the catalogue', () => {
  test('holds the components of this version, each in its own file', () => {
    expect(components.map((component) => component.id)).toEqual(['cert-manager', 'registry']);
    expect(components.find((component) => component.id === 'registry')?.resources).toEqual({
      cpuMilli: 50,
      memoryBytes: 128 * 2 ** 20,
      storageBytes: 20 * 2 ** 30,
    });
  });

  test.each(
    components.filter((component) => component.release.chart.from.kind === 'bundled').map((component) => [component.id, component]),
  )('the bundled chart of %s is there in the version the file names', (_, component) => {
    const chart: unknown = parse(readFileSync(join(folder, 'charts', component.release.chart.name, 'Chart.yaml'), 'utf8'));
    expect(chart).toMatchObject({
      name: component.release.chart.name,
      version: component.release.chart.version,
      appVersion: component.version,
    });
  });

  test.each([
    ['an unknown field', text.replace('summary:', 'sumary:'), /registry\.yaml: .*sumary/],
    ['a wrong value with its path', text.replace('port: 5000', 'port: true'), /registry\.yaml: .*health\.port/],
    [
      'a quantity that is none',
      text.replace('memory: 128Mi', 'memory: lots'),
      /registry\.yaml: .*resources\.memory: An amount such as 512Mi/,
    ],
    ['another id than the file', text.replace('id: registry', 'id: registy'), /registry\.yaml: id: is "registy"/],
    ['YAML that is none', `${text}\n  - [`, /registry\.yaml: /],
    [
      'an unknown token',
      text.replace('${STORAGE_CLASS}', '${STORAGE_CLAS}'),
      /registry\.yaml: release\.values\..*did you mean \$\{STORAGE_CLASS\}/,
    ],
  ])('refuses %s, naming file and place', (_, broken, message) => {
    expect(() => parseComponent(broken, 'registry.yaml')).toThrow(message);
  });

  test('lets values name the variables that are known', () => {
    const named = text.replace('${STORAGE_CLASS}', '${REGISTRY_TOKEN}');
    expect(() => parseComponent(named, 'registry.yaml')).toThrow('${REGISTRY_TOKEN} stands for nothing');
    expect(parseComponent(named, 'registry.yaml', ['REGISTRY_TOKEN']).id).toBe('registry');
  });
});

// The real helm: HEARTH_HELM names it, else the one on the path.
const helm = process.env['HEARTH_HELM'] ?? 'helm';
const present = spawnSync(helm, ['version']).status === 0;
describe.skipIf(!present)(present ? 'bundled charts, rendered by helm' : 'bundled charts: skipped, there is no helm (HEARTH_HELM)', () => {
  test('the registry has a deployment, a claim of the chosen class and a service that finds its pods', () => {
    const chart = join(folder, 'charts/registry');
    const rendered = execFileSync(helm, ['template', 'registry', chart, '--set', 'persistence.storageClass=microk8s-hostpath'], {
      encoding: 'utf8',
    });
    const parts = [
      'kind: Deployment',
      'kind: Service',
      'storageClassName: microk8s-hostpath',
      'registry:3.1.2',
      'imagePullPolicy: IfNotPresent',
    ];
    for (const part of [...parts, 'claimName: registry-data']) expect(rendered).toContain(part);
    execFileSync(helm, ['lint', '--strict', chart]);
  });
});
