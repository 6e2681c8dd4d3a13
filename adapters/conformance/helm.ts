// What every way of calling Helm does alike, shown with a helm that goes as far as its command line: it writes down what it was told. The real
// one runs in the end-to-end tests.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCharts } from '#adapters/charts/charts.ts';
import { valuesHash } from '#core/catalog/values-hash.ts';
import { isFault } from '#core/fault.ts';
import type { HelmAt, HelmIo, Release } from '#core/ports/helm.ts';

/** Shell text of the stand-in; `here` is where it keeps what it was told, as it sees that folder. */
export const helmStandIn = (here: string): string => `
here=${here}
printf '%s\\n' "$*" >> $here/calls
case "$1" in
  version) cat $here/version 2> /dev/null || echo v3.19.0+gabcdef ;;
  history) if [ -e $here/record ]; then cat $here/record; else echo 'Error: release: not found' >&2; exit 1; fi ;;
  upgrade)
    if [ -e $here/broken ]; then cat $here/broken >&2; exit 1; fi
    cat > $here/values; [ -s "$3" ] && echo yes > $here/chart-was-there; ls -d "$3" > $here/chart-path ;;
  uninstall) if [ -e $here/record ]; then rm $here/record; else echo 'Error: uninstall: Release not loaded: release: not found' >&2; exit 1; fi ;;
  show) cat $here/chart 2> /dev/null ;;
  pull) echo 'Error: looks like it cannot be reached' >&2; exit 1 ;;
esac`;

export const charts = openCharts({ bundledDir: join(import.meta.dirname, '..', '..', 'catalog', 'charts') });

const canary = '/tmp/hearth-helm-canary';
export const release: Release = {
  name: 'registry',
  namespace: 'platform',
  chart: { name: 'registry', version: '0.0.0', from: { kind: 'bundled' } },
  values: { note: `it's "quoted" $(touch ${canary})\n`, deep: { on: true } },
  timeoutMs: 20_000,
};

export const ioOf = (lines: string[] = []): HelmIo => ({ signal: new AbortController().signal, onLine: (line) => lines.push(line.text) });

export interface HelmRoom<Place> {
  readonly helm: HelmAt<Place>;
  readonly place: Place;
  /** Where the stand-in keeps what it was told, as this computer sees that folder. */
  readonly folder: string;
  /** Names of the records of revisions that were removed, such as sh.helm.release.v1.registry.v3. */
  readonly removedRecords: () => readonly string[];
}

export const kept = ({ folder }: Pick<HelmRoom<unknown>, 'folder'>, name: string): string =>
  existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '';

/** What the stand-in's `history` answers from now on. */
export function record({ folder }: Pick<HelmRoom<unknown>, 'folder'>, status: string, description = ''): void {
  const one = [{ revision: 3, status, chart: 'registry-0.1.0', app_version: '3', description }];
  writeFileSync(join(folder, 'record'), JSON.stringify(one));
}

const viewOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (isFault(error) ? error.view : String(error)),
  );

/** Call within a `describe`. `room` is asked for in each test: it may only be there by then. */
export function helmConformance<Place>(room: () => HelmRoom<Place>): void {
  test('a release that is not there is absent', async () => {
    const { helm, place } = room();
    expect(await helm.state(place, release, ioOf())).toEqual({ status: 'absent', chart: '', valuesHash: '' });
  });

  test('installing hands the values over as they are, on stdin, and keeps their hash', async () => {
    const { helm, place } = room();
    await helm.install(place, release, ioOf());
    expect(JSON.parse(kept(room(), 'values'))).toEqual(release.values);
    const call =
      kept(room(), 'calls')
        .split('\n')
        .find((line) => line.startsWith('upgrade')) ?? '';
    expect(call).toContain('--install --namespace platform --create-namespace --values - --description hearth ');
    expect(call).not.toContain('quoted');
    expect(call).not.toMatch(/--atomic|--force|--cleanup|--rollback/);
    expect(existsSync(canary)).toBe(false);
    expect(kept(room(), 'chart-was-there')).toBe('yes\n');
    expect(existsSync(kept(room(), 'chart-path').trim())).toBe(false);
    record(room(), 'deployed', /--description (hearth \w+)/.exec(call)?.[1]);
    expect(await helm.state(place, release, ioOf())).toEqual({
      status: 'deployed',
      chart: 'registry-0.1.0',
      valuesHash: valuesHash(release.values),
    });
  });

  test('a release stuck in "pending" is freed by removing that record only', async () => {
    const { helm, place, removedRecords } = room();
    record(room(), 'pending-upgrade');
    const lines: string[] = [];
    await helm.install(place, release, ioOf(lines));
    expect(lines.join('\n')).toContain('Revision 3 was cut off (pending-upgrade)');
    expect(removedRecords()).toEqual(['sh.helm.release.v1.registry.v3']);
    expect(kept(room(), 'calls')).not.toContain('uninstall');
  });

  test("helm's own words are the reason of a failure", async () => {
    const { helm, place, folder } = room();
    writeFileSync(join(folder, 'broken'), 'Error: context deadline exceeded\n');
    const view = await viewOf(helm.install(place, release, ioOf()));
    expect(view).toMatchObject({ code: 'HELM_FAILED', why: 'Error: context deadline exceeded' });
    rmSync(join(folder, 'broken'));
  });

  test('a chart that cannot be pulled is CHART_MISSING', async () => {
    const { helm, place } = room();
    const from = { kind: 'repository', url: 'https://charts.invalid' } as const;
    const remote = { ...release, chart: { name: 'vault', version: '1.0.0', from } };
    expect(await viewOf(helm.install(place, remote, ioOf()))).toMatchObject({ code: 'CHART_MISSING' });
    expect(kept(room(), 'calls')).toContain('pull vault --repo https://charts.invalid --version 1.0.0');
  });

  test('names that helm would read as options are refused', async () => {
    const { helm, place } = room();
    for (const bad of [
      { name: '--kubeconfig=/x' },
      { namespace: '-n' },
      { chart: { name: '--repo', version: '1', from: { kind: 'repository', url: 'https://x' } as const } },
    ]) {
      expect(await viewOf(helm.install(place, { ...release, ...bad }, ioOf()))).toMatchObject({ code: 'INPUT_INVALID' });
    }
  });

  test('removing what is not there is fine', async () => {
    const { helm, place } = room();
    record(room(), 'deployed');
    await helm.remove(place, release, ioOf());
    await helm.remove(place, release, ioOf());
    expect(await helm.state(place, release, ioOf())).toMatchObject({ status: 'absent' });
  });
}
