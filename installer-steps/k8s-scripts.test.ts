// The scripts of Canonical Kubernetes where machines are not as in a fresh cluster of one network: members that keep silent, nodes that
// are lost, files that outlive a membership, several addresses.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { play, scratch } from '#adapters/conformance/script-stage.ts';
import { sketchPlatform } from '#core/platform/fixtures.ts';
import { Secret } from '#core/secret.ts';
import * as cluster from './calls/cluster.ts';
import { snapPurge } from './calls/life.ts';
import { k8s as canonical } from './systems/k8s.ts';

const k8s = cluster.clusterCalls('k8s');
const as = (body: string) => ({ commands: { k8s: body, timeout: 'shift; exec "$@"' } });

/** A machine in whose cluster these members are. */
const trusting = (members: Readonly<Record<string, string>>) => {
  const snapData = mkdtempSync(join(scratch, 'snaps-'));
  const state = join(snapData, 'k8s/common/var/lib/k8sd/state');
  mkdirSync(join(state, 'truststore'), { recursive: true });
  writeFileSync(join(state, 'daemon.yaml'), 'name: node1\n');
  for (const [name, address] of Object.entries(members))
    writeFileSync(join(state, `truststore/${name}.yaml`), `name: ${name}\naddress: ${address}\ncertificate: |\n  address: x\n`);
  return snapData;
};
const rootWith = (...names: readonly string[]) => {
  const root = mkdtempSync(join(scratch, 'root-'));
  mkdirSync(join(root, 'etc/kubernetes/pki'), { recursive: true });
  for (const name of names) writeFileSync(join(root, 'etc/kubernetes', name), '');
  return root;
};

describe('who counts in the database', () => {
  const row = '10.0.0.1:6400 (voter), 10.0.0.2:6400 (stand-by), [fd00::3]:6400 (PENDING)';
  const seenBy = (datastore: string) => {
    const lines = ['cluster status:           ready', `control plane nodes:      ${row}`, `datastore:                ${datastore}`];
    const body = `case "$1" in status) printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} ;; kubectl) printf ok ;; esac`;
    return cluster.statusOf(play(k8s.status(), as(body)));
  };
  test('whoever has joined votes in etcd, whatever its role in the database of the snap itself', () => {
    expect(seenBy('etcd')).toMatchObject({
      datastore: 'etcd',
      database: [
        { address: '10.0.0.1', votes: true },
        { address: '10.0.0.2', votes: true },
        { address: 'fd00::3', votes: false },
      ],
    });
    expect(seenBy('k8s-dqlite').database.map(({ votes }) => votes)).toEqual([true, false, false]);
  });

  test('a member that drops packets keeps the status silent: who counts is known all the same, and the cluster works', () => {
    const snapData = trusting({ node1: '10.0.0.1:6400', node2: "'[fd00::2]:6400'" });
    const told = (status: string) =>
      cluster.statusOf(play(k8s.status(), { ...as(`case "$1" in status) ${status} ;; kubectl) printf ok ;; esac`), snapData }));
    const database = [
      { address: '10.0.0.1', votes: true },
      { address: 'fd00::2', votes: true },
    ];
    expect(told('exit 124')).toMatchObject({ running: true, api: true, database });
    const late = 'echo "Error: Failed to retrieve the cluster status." >&2; exit 1';
    expect(told(late)).toMatchObject({ running: true, api: true, database });
    const down = 'echo "Error: Failed to check the current node status." >&2; exit 1';
    expect(told(down)).toMatchObject({ running: false, database });
  });

  test('a status that says nothing is no word that features are off', () => {
    const call = k8s.featureState([{ name: 'network', workload: null }]);
    const silent = play(call, as('[ "$1" != status ]'));
    expect([silent.exitCode, silent.lastLine]).toEqual([1, 'k8s status says nothing of the cluster.']);
  });
});

describe('membership', () => {
  test('a control node knows the others; what is left in /etc/kubernetes makes none', () => {
    const snapData = trusting({ node1: '10.0.0.1:6400', node2: '10.0.0.2:6400', node3: "'[fd00::3]:6400'" });
    const root = rootWith('admin.conf');
    const commands = { ...as('[ "$1" = kubectl ] && echo node/node1').commands, ip: 'echo "2: eth0 inet 10.0.0.1/24 brd x"' };
    const look = () => cluster.membershipOf(play(k8s.membership(), { commands, snapData, root }));
    expect(look()).toMatchObject({ role: 'control', servers: ['10.0.0.2', 'fd00::3'], members: ['node1'] });
    rmSync(join(snapData, 'k8s/common/var/lib/k8sd/state/daemon.yaml'));
    expect(look()).toMatchObject({ role: 'none', joining: false });
  });

  test('a worker follows API servers, also by IPv6', () => {
    const snapData = trusting({});
    for (const folder of ['lock', 'args/conf.d']) mkdirSync(join(snapData, 'k8s/common', folder), { recursive: true });
    writeFileSync(join(snapData, 'k8s/common/lock/worker'), '');
    const proxy = join(snapData, 'k8s/common/args/conf.d/k8s-apiserver-proxy.json');
    writeFileSync(proxy, '{"endpoints":["[fd00::1]:6443","10.0.0.2:6443"]}');
    const found = cluster.membershipOf(play(k8s.membership(), { ...as('exit 0'), snapData }));
    expect([found.role, found.servers.toSorted()]).toEqual(['worker', ['10.0.0.2', 'fd00::1']]);
  });
});

describe('striking a node off', () => {
  const node = { name: 'node2', address: '10.0.0.2' };
  const once = 'remove-node node2 --timeout 4m\n';
  const forced = 'remove-node node2 --timeout 4m --force\n';
  /** `ready`: of its Node, "" when there is none; `refused`: what the command says unless it is forced. */
  const strike = (ready: 'True' | 'Unknown' | '', refused = '', snapData = trusting({})) => {
    const asked = join(snapData, 'asked');
    const remove = refused === '' ? '' : `case "$*" in *--force) ;; *) echo '${refused}' >&2; exit 1 ;; esac`;
    const seen = ready === '' ? 'exit 0' : `printf ${ready}x`;
    const body = `case "$1" in kubectl) ${seen} ;; *) echo "$@" >>${asked}; ${remove} ;; esac`;
    const { answers } = play(k8s.removeNode(node), { ...as(body), snapData });
    return { state: answers.get('state')?.[0], failed: answers.get('failed')?.[0], asked: readFileSync(asked, 'utf8') };
  };
  const etcd = 'The error was: failed to remove node node2 from etcd cluster: failed to remove etcd member: unhealthy cluster';
  const silent = 'The error was: failed to determine if node is control-plane: context deadline exceeded';

  test('one that works goes in order, and is never forced', () => {
    expect(strike('True')).toEqual({ state: 'removed', failed: undefined, asked: once });
    expect(strike('True', silent)).toEqual({ state: undefined, failed: silent, asked: once });
  });
  test('one that is lost is forced after that, and once more where the members could not be asked', () => {
    expect(strike('Unknown')).toEqual({ state: 'removed', failed: undefined, asked: once + forced });
    expect(strike('Unknown', silent)).toEqual({ state: 'removed', failed: undefined, asked: once + forced + forced });
  });
  test('an etcd that refuses is not passed over: it would count a dead member for ever', () => {
    expect(strike('Unknown', etcd)).toEqual({ state: undefined, failed: etcd, asked: once });
  });
  test('also when no list shows it, or that of the members alone', () => {
    expect(strike('')).toEqual({ state: 'was-out', failed: undefined, asked: once + forced });
    expect(strike('', '', trusting({ node2: '10.0.0.2:6400' })).state).toBe('removed');
  });
  test('while the API keeps silent nobody is taken for lost', () => {
    const answer = play(k8s.removeNode(node), as('echo "The connection to the server was refused" >&2; exit 1'));
    expect([answer.exitCode, answer.lastLine]).toEqual([1, 'The API of the cluster does not answer.']);
  });
  test('there is time for three calls of four and a half minutes, and the pause', () => {
    expect(k8s.removeNode(node).timeoutMs).toBeGreaterThan(3 * 270_000 + 150_000);
  });
});

describe('addresses', () => {
  const ip = `case "$*" in
'-o addr') printf '%s\\n' "1: lo inet 127.0.0.1/8" "2: storage inet 192.168.9.1/24" "3: eth0 inet 10.0.0.2/24" "3: eth0 inet6 fd00::2/64" ;;
'-o route get 10.0.0.1' | '-o -4 route get 192.0.2.1') echo "x via 10.0.0.254 dev eth0 src 10.0.0.2 uid 0" ;;
*) exit 2 ;;
esac`;

  test('a join names one of the machine itself: that of the inventory, or the one that leads to the control node', () => {
    const asked = join(scratch, 'k8s-address');
    const token = (first: string) =>
      new Secret(Buffer.from(JSON.stringify({ secret: 's', join_addresses: [first, '10.9.9.9:6400'] })).toString('base64'));
    const joins = (address: string, first = '10.0.0.1:6400') => {
      play(k8s.join({ name: 'node2', role: 'worker', address }, token(first)), { commands: { ...as(`echo "$@" >${asked}`).commands, ip } });
      return / --address (\S+)/.exec(readFileSync(asked, 'utf8'))?.[1];
    };
    expect(['192.168.9.1', 'pine.lan', '203.0.113.5'].map((address) => joins(address))).toEqual(['192.168.9.1', '10.0.0.2', '10.0.0.2']);
    expect(joins('pine.lan', '[fd00::1]:6400')).toBeUndefined();
  });

  test('a cluster begins on that of the inventory, not on that of the first card; one from outside is named in its certificate', () => {
    const asked = join(scratch, 'k8s-begins');
    const begins = (address: string) => {
      const call = canonical.bootstrap(sketchPlatform().settings, address);
      if (call === null) throw new Error('It needs no bootstrap.');
      const body = `case "$1" in status) exit 1 ;; bootstrap) { echo "$@"; cat; } >${asked} ;; esac`;
      const getent = '[ "$2" = pine.lan ] && echo "192.168.9.1 STREAM pine.lan"';
      play(call, { commands: { ...as(body).commands, ip, getent } });
      const text = readFileSync(asked, 'utf8');
      return [/ --address (\S+)/.exec(text)?.[1], /^extra-sans: (.*)$/m.exec(text)?.[1]];
    };
    expect(begins('10.0.0.2')).toEqual(['10.0.0.2', undefined]);
    expect(begins('fd00::2')).toEqual(['fd00::2', undefined]);
    expect(begins('pine.lan')).toEqual(['192.168.9.1', '["pine.lan"]']);
    expect(begins('203.0.113.5')).toEqual(['10.0.0.2', '["203.0.113.5"]']);
  });

  test('the kubeconfig gets one that the certificate names, and is not said', () => {
    const root = rootWith();
    const names = 'subjectAltName=IP:203.0.113.5,DNS:pine.lan';
    const out = join(root, 'etc/kubernetes/pki/apiserver.crt');
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=a', '-addext', names, '-keyout', '/dev/null', '-out', out];
    spawnSync('openssl', made);
    const commands = { ...as('[ $# = 1 ] && echo its own || echo "$3"').commands, ip };
    const server = (address: string) => {
      const answer = play(k8s.kubeconfig(address), { commands, root });
      expect(answer.log.trim()).toBe('');
      return Buffer.from(cluster.kubeconfigOf(answer), 'base64').toString().trim();
    };
    const named = ['10.0.0.2', '203.0.113.5', 'pine.lan'];
    expect(named.map(server)).toEqual(named.map((address) => `${address}:6443`));
    expect(['203.0.113.6', 'oak.lan'].map(server)).toEqual(['its own', 'its own']);
  });
});

describe('keys and kubeconfigs, which the snap leaves behind', () => {
  const ofK8s = ['admin.conf', 'kubelet.conf', 'proxy.conf', 'pki/ca.key'];
  /** The snap of a node; removing it takes its data away, and nothing else. */
  const worksAt = () => {
    const snapData = trusting({});
    const root = rootWith(...ofK8s, 'own.yaml');
    const asked = join(snapData, 'asked');
    const snap = `case "$1" in
list) [ -e ${snapData}/k8s ] ;;
remove) echo "$@" >>${asked}; rm -rf ${snapData}/k8s ;;
install) mkdir -p ${snapData}/k8s/common ;;
esac`;
    const stage = { commands: { k8s: 'exit 0', snap }, snapData, root };
    return {
      snapData,
      root,
      left: () => readdirSync(join(root, 'etc/kubernetes')).toSorted(),
      leave: () => play(k8s.leave('1.36-classic/stable'), stage).answers.get('state')?.[0],
      purge: (name = 'k8s') => play(snapPurge(name, join(snapData, 'k8s/common/rawfile-storage')), stage).answers.get('state')?.[0],
    };
  };

  test('go when the node leaves, and when the snap is purged', () => {
    const leaving = worksAt();
    expect([leaving.leave(), leaving.left()]).toEqual(['left', ['own.yaml']]);
    const purged = worksAt();
    expect([purged.purge(), purged.left()]).toEqual(['removed', ['own.yaml']]);
  });

  test('stay where another snap is purged, and where kubeadm has its own there', () => {
    const other = worksAt();
    expect([other.purge('microk8s'), other.left()]).toEqual(['removed', expect.arrayContaining(['admin.conf', 'pki'])]);
    for (const sign of ['etc/kubernetes/manifests', 'var/lib/kubelet/config.yaml']) {
      const shared = worksAt();
      mkdirSync(join(shared.root, sign), { recursive: true });
      expect([shared.leave(), shared.purge()]).toEqual(['left', 'removed']);
      expect(shared.left()).toEqual(expect.arrayContaining(['admin.conf', 'pki']));
    }
  });

  test('alone let a control node that was struck off begin anew; those of kubeadm do not', () => {
    const { snapData, root, left, leave } = worksAt();
    rmSync(join(snapData, 'k8s/common/var'), { recursive: true });
    expect([leave(), left()]).toEqual(['left', ['own.yaml']]);
    expect(leave()).toBe('was-out');
    writeFileSync(join(root, 'etc/kubernetes/kubelet.conf'), '');
    mkdirSync(join(root, 'etc/kubernetes/manifests'));
    expect(leave()).toBe('was-out');
  });
});

test('why a join was refused is its error, not the advice that follows it', () => {
  const told = 'Join cluster config verification failed: pre-init checks failed for node: The path /run/containerd exists.';
  const body = `printf '%s\\n' '${told}' 'Dev-only: You can change the k8s containerd install path.' >&2; exit 1`;
  const answer = play(k8s.join({ name: 'node2', role: 'worker', address: '10.0.0.2' }, new Secret('t')), as(body));
  expect(cluster.joinOutcomeOf(answer)).toEqual({ joined: false, reason: told });
});
