import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { charts, helmConformance, helmStandIn, ioOf, kept, record, release, type HelmRoom } from '#adapters/conformance/helm.ts';
import { noSudoReason, orWhyNot, startSshd, type Sshd } from '#adapters/conformance/sshd.ts';
import { openSshLab, targetOn, type SshLab } from '#adapters/conformance/ssh-lab.ts';
import type { NodePlace } from '#core/ports/helm.ts';
import { helmOverSsh } from './over-ssh.ts';
import { valuesOf } from './release.ts';

const reason = noSudoReason();

const scriptsFolder = join(import.meta.dirname, '..', '..', 'installer-steps', 'scripts');
const scripts = Object.fromEntries(
  ['helm-state', 'helm-install', 'helm-remove'].map((name) => [name, readFileSync(join(scriptsFolder, `${name}.sh`), 'utf8')]),
);

describe.skipIf(reason !== null)(orWhyNot('helm on a control node', reason), () => {
  let sshd: Sshd;
  let lab: SshLab;
  beforeAll(async () => {
    const wrapper =
      'shift_to=$1; shift; case $shift_to in helm3) exec helm-stand-in "$@";; kubectl) printf "kubectl %s\\n" "$*" >> /usr/local/sbin/calls; rm -f /usr/local/sbin/record;; esac';
    sshd = await startSshd({ programs: { microk8s: wrapper, 'helm-stand-in': helmStandIn('/usr/local/sbin') } });
    lab = openSshLab(scripts);
    sshd.authorise(await lab.publicKey());
  });
  afterAll(async () => {
    await lab?.end();
    await sshd?.stop();
  });

  const room = (): HelmRoom<NodePlace> => {
    const folder = join(sshd.folder, 'sbin');
    return {
      helm: helmOverSsh({ hosts: lab.hosts, charts }),
      place: { kind: 'node', target: targetOn(sshd), distribution: 'microk8s' },
      folder,
      removedRecords: () => [...kept({ folder }, 'calls').matchAll(/^kubectl delete secret (\S+) /gm)].map(([, name = '']) => name),
    };
  };
  helmConformance(room);

  test('what an earlier run, lost meanwhile, has installed as wanted is not installed a second time; anything else is', async () => {
    const { helm, place, folder } = room();
    const upgrades = () => kept({ folder }, 'calls').match(/^upgrade /gm)?.length ?? 0;
    writeFileSync(
      join(folder, 'chart'),
      'apiVersion: v2\nname: "registry"\nmaintainers:\n- email: a@b.example\n  name: Somebody\nversion: 0.1.0\n',
    );
    const before = upgrades();
    const lines: string[] = [];
    record({ folder }, 'deployed', valuesOf(release).hash);
    await helm.install(place, release, ioOf(lines));
    expect([upgrades() - before, lines]).toEqual([0, expect.arrayContaining(['registry is installed as wanted already.'])]);
    record({ folder }, 'deployed', 'hearth 0000000000000000');
    await helm.install(place, release, ioOf());
    record({ folder }, 'failed', valuesOf(release).hash);
    await helm.install(place, release, ioOf());
    expect(upgrades() - before).toBe(2);
  });
});
