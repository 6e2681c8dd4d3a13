import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { charts, helmConformance, helmStandIn, ioOf, kept, release, type HelmRoom } from '#adapters/conformance/helm.ts';
import { kubeconfigFor } from '#adapters/conformance/scripted-http.ts';
import { isFault } from '#core/fault.ts';
import type { KubeconfigPlace } from '#core/ports/helm.ts';
import type { Kube } from '#core/ports/kube.ts';
import { Secret } from '#core/secret.ts';
import { helmLocal } from './local.ts';

const server = 'https://127.0.0.1:1';
const place = (yaml = kubeconfigFor(server), choice: KubeconfigPlace['choice'] = {}): KubeconfigPlace => ({
  kind: 'kubeconfig',
  kubeconfig: new Secret(yaml),
  choice,
});
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'fine',
    (error: unknown) => (isFault(error) ? `${error.view.code}: ${error.view.why}` : String(error)),
  );

let root: string;
let folder: string;
let dataDir: string;
let removed: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hearth-helm-test-'));
  [folder, dataDir] = [join(root, 'told'), join(root, 'data')];
  for (const each of [folder, dataDir]) mkdirSync(each);
  removed = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A program of this text, made executable. */
function program(text: string): string {
  const path = join(root, 'helm');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Only asked to delete. */
const kube: Kube = {
  inspect: () => ({ contexts: [], commands: [], warnings: [] }),
  connect: () => ({
    server,
    async request({ path }) {
      removed.push(path.split('/').at(-1) ?? '');
      rmSync(join(folder, 'record'), { force: true });
      return { status: 200, retryAfter: null, body: {} };
    },
    stream: () => Promise.reject(new Error('nothing is watched here')),
    close: () => {},
  }),
};

const helmWith = (path: string) => helmLocal({ charts, kube, dataDir, program: path });
const room = (): HelmRoom<KubeconfigPlace> => ({
  helm: helmWith(program(helmStandIn(folder))),
  place: place(),
  folder,
  removedRecords: () => removed,
});

describe.skipIf(process.platform === 'win32')('helm on this computer', () => {
  helmConformance(room);

  test('it gets one context with nothing in it to read or to run, and nothing of it stays on the disk', async () => {
    const two = kubeconfigFor(server).replace('contexts: [', 'contexts: [{name: second, context: {cluster: test, user: test}}, ');
    const path = program(`${helmStandIn(folder)}
for last; do :; done; if [ "$1" = upgrade ]; then cat "$last" > /dev/null; cat "$last" > ${folder}/seen; ls -A . > ${folder}/beside; env > ${folder}/env; fi`);
    const lines: string[] = [];
    process.env['KUBECONFIG'] = '/somewhere/else';
    try {
      await helmWith(path).install(place(two, { context: 'second' }), release, ioOf(lines));
    } finally {
      delete process.env['KUBECONFIG'];
    }
    const seen: unknown = JSON.parse(kept({ folder }, 'seen'));
    expect(seen).toMatchObject({
      'current-context': 'hearth',
      contexts: [{ name: 'hearth' }],
      clusters: [{ cluster: { server } }],
      users: [{ user: { token: 'letmein' } }],
    });
    if (process.platform === 'linux') expect(kept({ folder }, 'beside')).not.toContain('kubeconfig');
    expect(kept({ folder }, 'env')).not.toContain('/somewhere/else');
    expect(kept({ folder }, 'env')).toMatch(/^NO_PROXY=.*127\.0\.0\.1$/m);
    expect(kept({ folder }, 'calls')).not.toContain('letmein');
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test('a login program runs once it is allowed, before that nothing runs at all; helm sees only what it handed out', async () => {
    const login = join(root, 'login');
    writeFileSync(login, `#!/bin/sh\ntouch ${root}/ran\necho '{"status":{"token":"handed-out"}}'\n`);
    chmodSync(login, 0o755);
    const yaml = kubeconfigFor(server, `{exec: {apiVersion: client.authentication.k8s.io/v1, command: ${login}}}`);
    const path = program(`${helmStandIn(folder)}\nfor last; do :; done; [ "$1" = history ] && cat "$last" > ${folder}/seen; exit 0`);
    const helm = helmWith(path);
    expect(await codeOf(helm.install(place(yaml), release, ioOf()))).toMatch(/^KUBECONFIG_RUNS_COMMAND/);
    expect(existsSync(join(root, 'ran'))).toBe(false);
    expect(kept({ folder }, 'calls')).toBe('');
    const hash = createHash('sha256')
      .update(JSON.stringify({ argv: [login], env: [] }))
      .digest('hex');
    writeFileSync(join(folder, 'record'), '[]');
    await helm.state(place(yaml, { allowedCommands: [hash] }), release, ioOf());
    expect(JSON.parse(kept({ folder }, 'seen'))).toMatchObject({ users: [{ user: { token: 'handed-out' } }] });
    expect(kept({ folder }, 'seen')).not.toContain('exec');
  });

  test('a cluster that does not answer is worth another try', async () => {
    writeFileSync(join(folder, 'broken'), 'Error: kubernetes cluster unreachable: Get "https://127.0.0.1:1": connection refused\n');
    const { helm } = room();
    expect(await codeOf(helm.install(place(), release, ioOf()))).toMatch(/^CLUSTER_UNREACHABLE/);
  });

  test.each([
    ['that is not there', () => join(root, 'nowhere'), /^HELM_MISSING: HEARTH_HELM names .*nowhere, which is not there\.$/],
    ['that may not be run', () => folder, /^HELM_MISSING: .* cannot be run/],
    ['that is too old', () => oldHelm('v3.13.3+g123'), /^HELM_MISSING: .* is version v3\.13; 3\.14 or newer is needed\.$/],
    ['that is something else', () => oldHelm('I am a lathe'), /^HELM_MISSING: .* does not tell its version/],
  ])('a helm %s is told with what to do', async (_, path, words) => {
    expect(await codeOf(helmWith(path()).state(place(), release, ioOf()))).toMatch(words);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test('cancelling ends helm and what it started', async () => {
    // The pid of the innermost process: it must be gone when the promise is settled.
    const path = program(
      `case "$1" in version) echo v4.3;; history) echo '[]';; *) sh -c 'echo $$ > ${folder}/pid; echo waiting; exec sleep 300';; esac`,
    );
    const stop = new AbortController();
    const work = helmWith(path).install(place(), release, { signal: stop.signal, onLine: () => stop.abort(new Error('cancelled')) });
    expect(await codeOf(work)).toBe('Error: cancelled');
    const pid = readFileSync(join(folder, 'pid'), 'utf8').trim();
    // One that has ended and whose parent has not asked after it still has an entry.
    const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' });
    expect(stdout.trim()).toMatch(/^(Z.*)?$/);
  });

  test('what an engine that was killed has left is cleared away at the next start', () => {
    mkdirSync(join(dataDir, 'helm-abc123'));
    writeFileSync(join(dataDir, 'helm-abc123', 'kubeconfig'), 'x');
    writeFileSync(join(dataDir, 'hearth.sqlite'), '');
    helmWith('helm');
    expect(readdirSync(dataDir)).toEqual(['hearth.sqlite']);
  });
});

function oldHelm(version: string): string {
  writeFileSync(join(folder, 'version'), `${version}\n`);
  return program(helmStandIn(folder));
}
