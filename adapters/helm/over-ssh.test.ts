import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCharts } from '#adapters/charts/charts.ts';
import { noSudoReason, orWhyNot, startSshd, type Sshd } from '#adapters/conformance/sshd.ts';
import { codeOf, openSshLab, targetOn, type SshLab } from '#adapters/conformance/ssh-lab.ts';
import { valuesHash } from '#core/catalog/values-hash.ts';
import { isFault } from '#core/fault.ts';
import type { HelmIo, Release } from '#core/ports/helm.ts';
import { helmOverSsh } from './over-ssh.ts';

const reason = noSudoReason();

const folder = join(import.meta.dirname, '..', '..');
const scriptsFolder = join(folder, 'installer-steps', 'scripts');
const scripts = Object.fromEntries(
  ['helm-state', 'helm-install', 'helm-remove'].map((name) => [name, readFileSync(join(scriptsFolder, `${name}.sh`), 'utf8')]),
);
const charts = openCharts({ bundledDir: join(folder, 'catalog', 'charts') });
const release: Release = {
  name: 'registry',
  namespace: 'platform',
  chart: { name: 'registry', version: '0.0.0', from: { kind: 'bundled' } },
  values: { note: `it's "quoted" $(touch /tmp/hearth-helm-canary)\n`, deep: { on: true } },
  timeoutMs: 20_000,
};

const io = (lines: string[] = []): HelmIo => ({ signal: new AbortController().signal, onLine: (line) => lines.push(line.text) });

// Helm as far as its command line goes, with what it was told written down; the real one runs in the end-to-end tests.
const standIn = `
here=/usr/local/sbin
printf '%s\\n' "$*" >> $here/calls
case "$1" in
  history) if [ -e $here/record ]; then cat $here/record; else echo 'Error: release: not found' >&2; exit 1; fi ;;
  upgrade)
    if [ -e $here/broken ]; then echo 'Error: context deadline exceeded' >&2; exit 1; fi
    cat > $here/values; [ -s "$3" ] && echo yes > $here/chart-was-there; ls -d "$3" > $here/chart-path ;;
  uninstall) if [ -e $here/record ]; then rm $here/record; else echo 'Error: uninstall: Release not loaded: release: not found' >&2; exit 1; fi ;;
  pull) echo 'Error: looks like it cannot be reached' >&2; exit 1 ;;
esac`;

describe.skipIf(reason !== null)(orWhyNot('helm on a control node', reason), () => {
  let sshd: Sshd;
  let lab: SshLab;
  const kept = (name: string) => (existsSync(join(sshd.folder, 'sbin', name)) ? readFileSync(join(sshd.folder, 'sbin', name), 'utf8') : '');
  const helm = () => helmOverSsh({ hosts: lab.hosts, charts, command: 'microk8s helm3' });
  beforeAll(async () => {
    const wrapper =
      'shift_to=$1; shift; case $shift_to in helm3) exec helm-stand-in "$@";; kubectl) printf "kubectl %s\\n" "$*" >> /usr/local/sbin/calls; rm -f /usr/local/sbin/record;; esac';
    sshd = await startSshd({ programs: { microk8s: wrapper, 'helm-stand-in': standIn } });
    lab = openSshLab(scripts);
    sshd.authorise(await lab.publicKey());
  });
  afterAll(async () => {
    await lab?.end();
    await sshd?.stop();
  });
  const record = (status: string, description = '') => {
    const one = [{ revision: 3, status, chart: 'registry-0.1.0', app_version: '3', description }];
    writeFileSync(join(sshd.folder, 'sbin', 'record'), JSON.stringify(one));
  };

  test('a release that is not there is absent', async () => {
    expect(await helm().state(targetOn(sshd), release, io())).toEqual({ status: 'absent', chart: '', valuesHash: '' });
  });

  test('installing hands the values over as they are, on stdin, and keeps their hash', async () => {
    await helm().install(targetOn(sshd), release, io());
    expect(JSON.parse(kept('values'))).toEqual(release.values);
    const call =
      kept('calls')
        .split('\n')
        .find((line) => line.startsWith('upgrade')) ?? '';
    expect(call).toContain('--install --namespace platform --create-namespace --values - --description hearth ');
    expect(call).not.toContain('quoted');
    expect(call).not.toMatch(/--atomic|--force|--cleanup|--rollback/);
    expect(existsSync('/tmp/hearth-helm-canary')).toBe(false);
    expect(kept('chart-was-there')).toBe('yes\n');
    expect(existsSync(kept('chart-path').trim())).toBe(false);
    record('deployed', /--description (hearth \w+)/.exec(call)?.[1]);
    expect(await helm().state(targetOn(sshd), release, io())).toEqual({
      status: 'deployed',
      chart: 'registry-0.1.0',
      valuesHash: valuesHash(release.values),
    });
  });

  test('a release stuck in "pending" is freed by removing that record only', async () => {
    record('pending-upgrade');
    const lines: string[] = [];
    await helm().install(targetOn(sshd), release, io(lines));
    expect(lines.join('\n')).toContain('Revision 3 was cut off (pending-upgrade)');
    expect(kept('calls')).toContain('kubectl delete secret sh.helm.release.v1.registry.v3 --namespace platform');
    expect(kept('calls')).not.toContain('uninstall');
  });

  test("helm's own words are the reason of a failure", async () => {
    writeFileSync(join(sshd.folder, 'sbin', 'broken'), '');
    const failed = await helm()
      .install(targetOn(sshd), release, io())
      .catch((error: unknown) => error);
    expect(isFault(failed) && failed.view).toMatchObject({ code: 'HELM_FAILED', why: 'Error: context deadline exceeded' });
    rmSync(join(sshd.folder, 'sbin', 'broken'));
  });

  test('a chart that cannot be pulled is CHART_MISSING', async () => {
    const from = { kind: 'repository', url: 'https://charts.invalid' } as const;
    const remote = { ...release, chart: { name: 'vault', version: '1.0.0', from } };
    expect(await codeOf(helm().install(targetOn(sshd), remote, io()))).toBe('CHART_MISSING');
    expect(kept('calls')).toContain('pull vault --repo https://charts.invalid --version 1.0.0');
  });

  test('names that helm would read as options are refused', async () => {
    for (const bad of [
      { name: '--kubeconfig=/x' },
      { namespace: '-n' },
      { chart: { name: '--repo', version: '1', from: { kind: 'repository', url: 'https://x' } as const } },
    ]) {
      expect(await codeOf(helm().install(targetOn(sshd), { ...release, ...bad }, io()))).toBe('INPUT_INVALID');
    }
  });

  test('removing what is not there is fine', async () => {
    record('deployed');
    await helm().remove(targetOn(sshd), release, io());
    await helm().remove(targetOn(sshd), release, io());
    expect(await helm().state(targetOn(sshd), release, io())).toMatchObject({ status: 'absent' });
  });
});
