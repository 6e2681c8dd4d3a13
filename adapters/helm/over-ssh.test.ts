import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { charts, helmConformance, helmStandIn, kept, type HelmRoom } from '#adapters/conformance/helm.ts';
import { noSudoReason, orWhyNot, startSshd, type Sshd } from '#adapters/conformance/sshd.ts';
import { openSshLab, targetOn, type SshLab } from '#adapters/conformance/ssh-lab.ts';
import type { NodePlace } from '#core/ports/helm.ts';
import { helmOverSsh } from './over-ssh.ts';

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

  helmConformance((): HelmRoom<NodePlace> => {
    const folder = join(sshd.folder, 'sbin');
    return {
      helm: helmOverSsh({ hosts: lab.hosts, charts }),
      place: { kind: 'node', target: targetOn(sshd), distribution: 'microk8s' },
      folder,
      removedRecords: () => [...kept({ folder }, 'calls').matchAll(/^kubectl delete secret (\S+) /gm)].map(([, name = '']) => name),
    };
  });
});
