// What each distribution has scripts of its own for: who belongs to the cluster, joining, leaving.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { play, scratch } from '#adapters/conformance/script-stage.ts';
import { sketchPlatform } from '#core/platform/fixtures.ts';
import { Secret } from '#core/secret.ts';
import * as cluster from './calls/cluster.ts';
import { snapPurge } from './calls/life.ts';
import { microk8sRanges, rangesOf, snapInstall } from './calls/snap.ts';
import { steps } from './registry.ts';
import { k8s as canonical } from './systems/k8s.ts';

const microk8s = cluster.clusterCalls('microk8s');
const worker = { name: 'node2', role: 'worker', address: '10.0.0.2' } as const;

describe('microk8s', () => {
  const as = (body: string) => ({ commands: { microk8s: body, timeout: 'shift; exec "$@"' } });
  test('the ranges that the installation fixed; of two families the first', () => {
    const { snapData } = dataOf();
    const ranges = () => rangesOf(play(microk8sRanges(), { snapData }));
    expect(ranges()).toEqual({ pods: '', services: '' });
    mkdirSync(join(snapData, 'microk8s/current/args'));
    const flags = ['--service-cluster-ip-range=10.99.0.0/24,fd98::/108', '--cluster-cidr=10.7.0.0/16', '--profiling=false'];
    writeFileSync(join(snapData, 'microk8s/current/args/kube-controller-manager'), flags.join('\n'));
    expect(ranges()).toEqual({ pods: '10.7.0.0/16', services: '10.99.0.0/24' });
  });

  // As scripts/wrappers/status.py prints it.
  const status = (running: string, ...members: readonly string[]) =>
    [
      'microk8s:',
      `  running: ${running}`,
      'high-availability:',
      '  enabled: True',
      '  nodes:',
      ...members.flatMap((member) => [`    - address: ${member.split(' ')[0]}:19001`, `      role: ${member.split(' ')[1]}`]),
      ...(running === 'True' ? addons : ['  message: microk8s is not running. Use microk8s inspect for a deeper inspection.']),
    ].join('\n');
  const addon = (name: string, state: string) => [
    `  - name: ${name}`,
    '    repository: core',
    '    description: an address: or a status: enabled',
    '    version: 1.0',
    `    status: ${state}`,
  ];
  const addons = ['addons:', ...addon('dns', 'enabled'), ...addon('helm3', 'enabled'), ...addon('gpu', 'disabled')];
  const saying = (text: string, code = 0) =>
    as(`case "$*" in "status --format yaml"*) printf '%s\\n' '${text}'; exit ${code} ;; kubectl*) printf ok ;; esac`);

  test('status: running, what is switched on, members of the database that vote and others, and whether the API answers', () => {
    const text = status('True', '10.0.0.1 voter', '10.0.0.2 spare', '10.0.0.3 standby');
    expect(cluster.statusOf(play(microk8s.status(), saying(text)))).toMatchObject({
      installed: true,
      running: true,
      api: true,
      features: ['dns', 'helm3'],
      database: [
        { address: '10.0.0.1', votes: true },
        { address: '10.0.0.2', votes: false },
        { address: '10.0.0.3', votes: false },
      ],
    });
    const off = as('echo "microk8s is not running, try microk8s start"; exit 1');
    expect(cluster.statusOf(play(microk8s.status(), off))).toMatchObject({ installed: true, running: false, api: false });
    expect(cluster.statusOf(play(microk8s.status()))).toMatchObject({ installed: false });
  });

  test('status: while every ready node is closed for new pods, API and members are seen all the same', () => {
    const closed = cluster.statusOf(play(microk8s.status(), saying(status('False', '127.0.0.1 voter'), 1)));
    expect(closed).toMatchObject({ running: false, api: true, database: [{ address: '127.0.0.1', votes: true }] });
  });

  test('a join token is answered and not said; the address Hearth knows is chosen', () => {
    const json = '{"token": "abc/def", "urls": ["10.0.0.9:25000/abc/def", "10.0.0.1:25000/abc/def"]}';
    const answer = play(microk8s.joinToken(worker), as(`echo '${json}'`));
    expect(cluster.joinTokenOf(answer, '10.0.0.1')?.reveal()).toBe('10.0.0.1:25000/abc/def');
    expect(cluster.joinTokenOf(answer, 'pine.lan')?.reveal()).toBe('10.0.0.9:25000/abc/def');
    expect(answer.log).not.toContain('abc');
    expect(cluster.joinTokenOf(play(microk8s.joinToken(worker), as('exit 1')), '10.0.0.1')).toBeNull();
    const refused = play(microk8s.joinToken(worker), as('echo "abc"; echo "Could not make a token." >&2; exit 1'));
    expect([cluster.tokenRefusalOf(refused), refused.log.includes('abc')]).toEqual(['Could not make a token.', false]);
    const told = as('echo "Clustering requires a fresh MicroK8s installation. Reinstall with:"; echo "sudo snap remove microk8s"; exit 1');
    expect(cluster.tokenRefusalOf(play(microk8s.joinToken(worker), told))).toBe(
      'Clustering requires a fresh MicroK8s installation. Reinstall with: sudo snap remove microk8s',
    );
  });

  test('a refused join comes with its reason, another failure with its words', () => {
    const join = (body: string) => play(microk8s.join(worker, new Secret('10.0.0.1:25000/a/b')), as(body));
    expect(cluster.joinOutcomeOf(join('[ "$*" = "join 10.0.0.1:25000/a/b --worker" ]'))).toMatchObject({ joined: true });
    expect(cluster.joinOutcomeOf(join('echo Contacting; echo "Connection failed. Invalid token (500)."; exit 6'))).toEqual({
      joined: false,
      reason: 'Connection failed. Invalid token (500).',
    });
    expect(join('echo "Traceback"; exit 1').answers.get('failed')).toEqual(['Traceback']);
  });

  test('a join that was turned away is not taken for one under way; one that broke off is', () => {
    const { snapData } = dataOf();
    const mark = join(snapData, 'microk8s/current/var/lock/join-in-progress');
    const under = (code: number) => {
      writeFileSync(mark, '');
      play(microk8s.join(worker, new Secret('10.0.0.1:25000/a/b')), { ...as(`echo "Connection failed."; exit ${code}`), snapData });
      return existsSync(mark);
    };
    expect([4, 5, 6, 1].map(under)).toEqual([false, false, false, true]);
  });

  test('the nodes, with what the newest report says', () => {
    const line = 'node1|10.0.0.1|False||v1.36.3|container runtime network not ready: cni | plugin not initialized';
    expect(cluster.nodesOf(play(microk8s.nodes(), as(`printf '%s\\n' '${line}' 'node2|10.0.0.2|True|true|v1.36.3|fine'`)))).toEqual([
      {
        name: 'node1',
        address: '10.0.0.1',
        ready: false,
        schedulable: true,
        version: 'v1.36.3',
        reason: 'container runtime network not ready: cni | plugin not initialized',
      },
      { name: 'node2', address: '10.0.0.2', ready: true, schedulable: false, version: 'v1.36.3', reason: 'fine' },
    ]);
  });

  test('labels and taints are read, and only what is asked for is set', () => {
    const printed = "printf 'label node2|a=b=c\\nlabel node1|a=other\\nlabel node2|empty=\\ntaint node2|gpu=:NoSchedule\\n'";
    expect(cluster.marksOf(play(microk8s.nodeMarks(), as(printed)), 'node2')).toEqual({
      labels: { a: 'b=c', empty: '' },
      taints: ['gpu=:NoSchedule'],
    });
    const asked = join(scratch, 'marks');
    play(microk8s.markNode('node2', { labels: { disk: 'ssd' }, taints: [] }), as(`echo "$@" >>${asked}`));
    expect(readFileSync(asked, 'utf8')).toBe('kubectl label --overwrite node node2 -- disk=ssd\n');
    const taken = join(scratch, 'unmarked');
    const marks = { labels: { disk: 'ssd', zone: '' }, taints: ['gpu=yes:NoSchedule', 'old=:NoExecute'] };
    play(microk8s.unmarkNode('node2', marks), as(`echo "$@" >>${taken}`));
    expect(readFileSync(taken, 'utf8')).toBe(
      'kubectl label node node2 -- disk- zone-\nkubectl taint node node2 -- gpu:NoSchedule- old:NoExecute-\n',
    );
  });

  test('a node is struck off by its name, and by its address where only the database knows it', () => {
    const node = { name: 'node2', address: '10.0.0.2' };
    const removed = join(scratch, 'removed');
    const listed = `[ "$2" = get ] || echo "$@" >>${removed}; [ "$2" != 10.0.0.2 ]`;
    expect(play(microk8s.removeNode(node), as(listed)).answers.get('state')).toEqual(['removed']);
    expect(readFileSync(removed, 'utf8')).toBe('remove-node node2 --force\nremove-node 10.0.0.2 --force\n');
    const orphan = '[ "$2" = get ] && exit 1; echo "Removing node entry found in dqlite."; exit 1';
    expect(play(microk8s.removeNode(node), as(orphan)).answers.get('state')).toEqual(['removed']);
    const gone = '[ "$2" = get ] && exit 1; echo "Node 10.0.0.2 does not exist in Kubernetes."; exit 1';
    expect(play(microk8s.removeNode(node), as(gone)).answers.get('state')).toEqual(['was-out']);
  });

  const dataOf = () => {
    const snapData = mkdtempSync(join(scratch, 'snaps-'));
    const backend = join(snapData, 'microk8s/current/var/kubernetes/backend');
    mkdirSync(backend, { recursive: true });
    mkdirSync(join(snapData, 'microk8s/current/var/lock'));
    return { snapData, backend };
  };
  const members = (...addresses: string[]) => addresses.map((address) => `- Address: ${address}:19001\n  ID: 1\n  Role: 0\n`).join('');

  test('membership: the other members of the database are known also while the API is down', () => {
    const { snapData, backend } = dataOf();
    writeFileSync(join(backend, 'info.yaml'), 'Address: 10.0.0.2:19001\n');
    writeFileSync(join(backend, 'cluster.yaml'), members('10.0.0.1', '10.0.0.2'));
    const commands = { ...as('exit 1').commands, ip: 'echo "2: eth0 inet 10.0.0.2/24 brd x"' };
    const found = cluster.membershipOf(play(microk8s.membership(), { commands, snapData }));
    expect(found).toEqual({ role: 'control', servers: ['10.0.0.1'], joining: false, broken: '', members: [] });
    writeFileSync(join(backend, 'cluster.yaml'), '');
    expect(cluster.membershipOf(play(microk8s.membership(), { commands, snapData })).broken).toContain('cluster.yaml is missing or empty');
  });

  test('a control node among others leaves, one that stands alone does not', () => {
    const { snapData, backend } = dataOf();
    const left = join(snapData, 'left');
    const leave = () => play(microk8s.leave('1.36/stable'), { ...as(`[ "$1" = leave ] && touch ${left}; exit 0`), snapData });
    writeFileSync(join(backend, 'cluster.yaml'), members('127.0.0.1'));
    writeFileSync(join(snapData, 'microk8s/current/var/lock/join-in-progress'), '');
    expect([leave().answers.get('state'), existsSync(left)]).toEqual([['was-out'], false]);
    expect(existsSync(join(snapData, 'microk8s/current/var/lock/join-in-progress'))).toBe(false);
    writeFileSync(join(backend, 'cluster.yaml'), members('10.0.0.1', '10.0.0.2'));
    expect([leave().answers.get('state'), existsSync(left)]).toEqual([['left'], true]);
  });

  test('one that was in a cluster and cannot leave it any more begins anew, unless it holds the only copy', () => {
    const { snapData, backend } = dataOf();
    const lock = join(snapData, 'microk8s/current/var/lock/no-cert-reissue');
    for (const name of ['cluster.crt', 'cluster.key']) writeFileSync(join(backend, name), name);
    writeFileSync(lock, '');
    const commands = (code: number) => ({ ...as(`[ "$1" = leave ] && exit ${code}; exit 1`).commands, snap: 'exit 0' });
    expect(cluster.membershipOf(play(microk8s.membership(), { commands: commands(1), snapData })).broken).toContain('does not answer');
    expect(play(microk8s.leave('1.36/stable'), { commands: commands(3), snapData }).exitCode).toBe(3);
    expect(existsSync(`${backend}.before`)).toBe(false);
    expect(play(microk8s.leave('1.36/stable'), { commands: commands(1), snapData }).answers.get('state')).toEqual(['left']);
    expect([existsSync(`${backend}.before`), existsSync(lock)]).toEqual([true, false]);
  });

  // What leave.py and its wrapper ask of a worker before they let it go.
  const realLeave = (data: string) => `
    [ "$1" = leave ] || exit 1
    lock=${data}/var/lock
    [ ! -e $lock/stopped.lock ] && [ -e $lock/no-cert-reissue ] || exit 1
    [ ! -e $lock/no-apiserver-proxy ] || exit 1
    touch $lock/no-apiserver-proxy
    rm ${data}/certs/ca.remote.crt || exit 1
    rm -f $lock/no-cert-reissue
    rm $lock/clustered.lock || exit 2
    rm $lock/no-k8s-dqlite || exit 2`;
  test.each([
    ['its join was cut off before it counted as one that may leave', ['clustered.lock', 'no-k8s-dqlite'], true],
    ['its leave was cut off at once', ['clustered.lock', 'no-k8s-dqlite', 'no-cert-reissue', 'no-apiserver-proxy'], true],
    ['its leave was cut off later', ['clustered.lock', 'no-k8s-dqlite', 'no-apiserver-proxy'], false],
    ['its join was cut off between two locks', ['clustered.lock', 'join-in-progress'], true],
    ['it was stopped', ['clustered.lock', 'no-k8s-dqlite', 'no-cert-reissue', 'stopped.lock'], true],
  ])('a worker leaves although %s', (_, locks, certificate) => {
    const { snapData } = dataOf();
    const data = join(snapData, 'microk8s/current');
    mkdirSync(join(data, 'certs'));
    for (const name of locks) writeFileSync(join(data, 'var/lock', name), '');
    if (certificate) writeFileSync(join(data, 'certs/ca.remote.crt'), '');
    expect(play(microk8s.leave('1.36/stable'), { ...as(realLeave(data)), snapData }).answers.get('state')).toEqual(['left']);
    expect(readdirSync(join(data, 'var/lock'))).toEqual(['no-apiserver-proxy']);
  });

  test('one that begins anew has its services enabled, and no lock that holds one of them', () => {
    const { snapData } = dataOf();
    const lock = join(snapData, 'microk8s/current/var/lock');
    const asked = join(snapData, 'asked');
    for (const name of ['no-k8s-dqlite', 'stopped.lock']) writeFileSync(join(lock, name), '');
    const commands = { ...as('exit 1').commands, snap: `echo "$@" >>${asked}`, openssl: 'exit 0' };
    expect(play(microk8s.leave('1.36/stable'), { commands, snapData }).answers.get('state')).toEqual(['left']);
    expect([readFileSync(asked, 'utf8'), readdirSync(lock)]).toEqual(['stop microk8s\nstart --enable microk8s\n', []]);
  });

  test('one that stands alone with its services stopped is started, and keeps its database', () => {
    const { snapData, backend } = dataOf();
    const started = join(snapData, 'started');
    const body = `case "$1" in start) touch ${started} ;; kubectl) [ -e ${started} ] ;; leave) exit 9 ;; esac`;
    expect(play(microk8s.leave('1.36/stable'), { ...as(body), snapData }).answers.get('state')).toEqual(['was-out']);
    expect([existsSync(started), existsSync(`${backend}.before`)]).toEqual([true, false]);
  });

  test('a database that has lost its list of members begins anew, and the old one is kept', () => {
    const { snapData, backend } = dataOf();
    const asked = join(snapData, 'asked');
    writeFileSync(join(backend, 'info.yaml'), 'Address: 10.0.0.2:19001\n');
    for (const name of ['cluster.crt', 'cluster.key']) writeFileSync(join(backend, name), name);
    const commands = { ...as('exit 1').commands, snap: `echo "$@" >>${asked}` };
    expect(play(microk8s.leave('1.36/stable'), { commands, snapData }).answers.get('state')).toEqual(['left']);
    expect(readFileSync(asked, 'utf8')).toBe('stop microk8s\nstart --enable microk8s\n');
    expect(readdirSync(backend).toSorted()).toEqual(['cluster.crt', 'cluster.key', 'init.yaml']);
    expect(readdirSync(`${backend}.before`)).toContain('info.yaml');
  });

  test('one that begins anew again and again, or is cut off at it, throws no earlier database away', () => {
    const { snapData, backend } = dataOf();
    const around = () => readdirSync(join(backend, '..')).filter((name) => name.startsWith('backend.'));
    const commands = { ...as('exit 1').commands, snap: 'exit 0', openssl: 'exit 0' };
    const leave = () => play(microk8s.leave('1.36/stable'), { commands, snapData }).answers.get('state');
    writeFileSync(join(backend, 'segment'), 'precious');
    for (const number of [1, 2]) {
      expect(leave()).toEqual(['left']);
      writeFileSync(join(backend, 'segment'), `of try ${number}`);
    }
    rmSync(backend, { recursive: true });
    expect([leave(), readdirSync(backend)]).toEqual([['left'], ['init.yaml']]);
    const segments = around().map((name) => readFileSync(join(backend, '..', name, 'segment'), 'utf8'));
    expect(segments.toSorted()).toEqual(['of try 1', 'precious']);
  });

  test('the kubeconfig gets the address Hearth uses when it is one of the machine, and is not said', () => {
    const config = 'clusters:\\n- cluster:\\n    server: https://10.9.9.9:16443\\n';
    const stage = as(`printf '${config}'`);
    const ip = { ip: 'echo "2: eth0 inet 10.0.0.1/24 brd x"' };
    const text = (address: string) => {
      const answer = play(microk8s.kubeconfig(address), { commands: { ...stage.commands, ...ip } });
      expect(answer.log).not.toContain('server');
      return Buffer.from(cluster.kubeconfigOf(answer), 'base64').toString();
    };
    expect(text('10.0.0.1')).toContain('server: https://10.0.0.1:16443');
    expect(text('203.0.113.5')).toContain('server: https://10.9.9.9:16443');
  });
});

describe('k8s', () => {
  const k8s = cluster.clusterCalls('k8s');
  const as = (body: string) => ({ commands: { k8s: body, timeout: 'shift; exec "$@"' } });
  const lines = [
    'cluster status:           ready',
    'control plane nodes:      10.0.0.1:6400 (voter), 10.0.0.2:6400 (voter)',
    'high availability:        no',
    'dns:                      enabled at 10.152.183.25',
    'ingress:                  disabled',
    'gateway                   enabled',
  ];
  test('status: ready, its features and the members of its database', () => {
    const body = `case "$1" in status) printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} ;; kubectl) printf ok ;; esac`;
    expect(cluster.statusOf(play(k8s.status(), as(body)))).toEqual({
      installed: true,
      running: true,
      api: true,
      features: ['dns', 'gateway'],
      datastore: '',
      database: [
        { address: '10.0.0.1', votes: true },
        { address: '10.0.0.2', votes: true },
      ],
    });
  });

  test('a machine in no cluster is up, as far as it can be', () => {
    const body = 'echo "Error: The node is not part of a Kubernetes cluster. You can bootstrap a new cluster with:" >&2; exit 1';
    expect(cluster.statusOf(play(k8s.status(), as(body)))).toMatchObject({ running: true, api: false, database: [] });
    expect(cluster.membershipOf(play(k8s.membership(), as(body)))).toMatchObject({ role: 'none', servers: [], joining: false });
  });

  test('a token for this one node and role; a refusal comes in its own words', () => {
    const asked = join(scratch, 'k8s-token');
    const made = `echo "$@" >>${asked}; echo eyJuYW1lIjoibm9kZTIiLCJzZWNyZXQiOiJ4In0=`;
    expect(cluster.joinTokenOf(play(k8s.joinToken(worker), as(made)), '10.0.0.1')?.reveal()).toBe(
      'eyJuYW1lIjoibm9kZTIiLCJzZWNyZXQiOiJ4In0=',
    );
    play(k8s.joinToken({ ...worker, role: 'control' }), as(made));
    expect(readFileSync(asked, 'utf8')).toBe('get-join-token node2 --expires-in 600s --worker\nget-join-token node2 --expires-in 600s\n');
    const refused = as('echo "a node with this name is already part of the cluster: \\"node2\\"" >&2; exit 1');
    expect(cluster.tokenRefusalOf(play(k8s.joinToken(worker), refused))).toContain('already part of the cluster');
  });

  test('a refused join comes with its last words', () => {
    const body =
      'echo "Error: Failed to join the cluster using the provided token." >&2; echo >&2; echo "The error was: invalid token" >&2; exit 1';
    expect(cluster.joinOutcomeOf(play(k8s.join(worker, new Secret('t')), as(body)))).toEqual({
      joined: false,
      reason: 'The error was: invalid token',
    });
  });

  test('a cluster is begun unless there is one, also where the node is late to say; being late is no failure', () => {
    const asked = join(scratch, 'k8s-begun');
    const begin = (status: string, bootstrap = `echo "$@" >>${asked}`) => {
      rmSync(asked, { force: true });
      const call = canonical.bootstrap(sketchPlatform().settings, '10.0.0.1');
      if (call === null) throw new Error('It needs no bootstrap.');
      const answer = play(call, as(`case "$1" in status) ${status} ;; bootstrap) ${bootstrap} ;; esac`));
      return { exitCode: answer.exitCode, failed: answer.answers.get('failed'), begun: existsSync(asked) };
    };
    const done = { exitCode: 0, failed: undefined };
    expect(begin(`echo '${lines[0]}'`)).toEqual({ ...done, begun: false });
    expect(begin("echo 'cluster status:   failed to reach the API'")).toEqual({ ...done, begun: false });
    expect(begin('echo "Error: The node is not part of a Kubernetes cluster." >&2; exit 1')).toEqual({ ...done, begun: true });
    expect(begin('exit 124')).toEqual({ ...done, begun: true });
    const late = 'echo "Error: The node is already part of a cluster" >&2; exit 1';
    expect(begin('exit 124', late)).toEqual({ ...done, begun: false });
    expect(begin('exit 124', 'echo "Error: no" >&2; exit 1').failed).toEqual(['Error: no']);
  });

  /** The snap of a worker with volumes on its disk: removing it takes its data away, installing brings it back empty. */
  const worksAt = () => {
    const snapData = mkdtempSync(join(scratch, 'snaps-'));
    const data = join(snapData, 'k8s/common');
    mkdirSync(join(data, 'lock'), { recursive: true });
    mkdirSync(join(data, 'rawfile-storage'));
    writeFileSync(join(data, 'lock/worker'), '');
    writeFileSync(join(data, 'rawfile-storage/pvc-1.img'), 'precious');
    const asked = join(snapData, 'asked');
    const snap = `case "$1" in
list) [ -e ${snapData}/k8s ] ;;
remove) echo "$@" >>${asked}; rm -rf ${snapData}/k8s ;;
install) echo "$@" >>${asked}; if [ -e ${snapData}/offline ]; then echo "no route" >&2; exit 1; fi; mkdir -p ${data}/rawfile-storage ;;
esac`;
    const leave = () => play(k8s.leave('1.36-classic/stable'), { commands: { k8s: 'exit 0', snap }, snapData });
    const membership = () => cluster.membershipOf(play(k8s.membership(), { commands: { k8s: 'exit 0', snap }, snapData }));
    return { snapData, data, asked, leave, membership, volume: () => readFileSync(join(data, 'rawfile-storage/pvc-1.img'), 'utf8') };
  };

  test('a worker leaves: its snap goes with its data and comes back, the volumes on its disk stay', () => {
    const { data, asked, leave, membership, volume } = worksAt();
    expect(membership()).toMatchObject({ role: 'worker', joining: false });
    expect(leave().answers.get('state')).toEqual(['left']);
    expect(readFileSync(asked, 'utf8')).toBe('remove --purge k8s\ninstall k8s --classic --channel=1.36-classic/stable\n');
    expect([volume(), existsSync(join(data, 'lock/worker'))]).toEqual(['precious', false]);
    expect(membership()).toMatchObject({ role: 'none', joining: false });
    expect(leave().answers.get('state')).toEqual(['was-out']);
    expect(readFileSync(asked, 'utf8').split('\n')).toHaveLength(3);
  });

  test('leaving that broke off in the middle shows, goes on, and has lost nothing', () => {
    const { snapData, leave, membership, volume } = worksAt();
    writeFileSync(join(snapData, 'offline'), '');
    expect(leave().answers.get('failed')).toEqual(['no route']);
    expect(membership()).toMatchObject({ role: 'none', joining: true });
    rmSync(join(snapData, 'offline'));
    expect(leave().answers.get('state')).toEqual(['left']);
    expect([volume(), membership().joining]).toEqual(['precious', false]);
  });

  test('leaving has the time to take the snap away and to fetch it again', () => {
    const { timeoutMs } = k8s.leave('1.36-classic/stable');
    const parts = [snapPurge('k8s', '/x'), snapInstall('k8s', '1.36-classic/stable')];
    expect(timeoutMs).toBeGreaterThanOrEqual(parts.reduce((sum, part) => sum + part.timeoutMs, 0));
    for (const id of ['depart-node', 'join-control', 'join-worker']) expect(steps.get(id)?.timeoutMs, id).toBeGreaterThan(timeoutMs);
  });
});

const featureWords = {
  microk8s: {
    status: 'microk8s is running\\naddons:\\ncore/dns: enabled\\ncore/dns-other: enabled\\ncore/storage: disabled\\n',
    helm: 'helm3',
  },
  k8s: {
    status: 'cluster status:           ready\\ndns:                      enabled at 10.152.183.25\\nstorage:                  disabled\\n',
    helm: 'helm',
  },
} as const;

test.each(['microk8s', 'k8s'] as const)('%s: which features are on, what runs of them, the classes and helm', (system) => {
  const { status, helm } = featureWords[system];
  const body = `case "$1 $*" in
    "status "*) printf '${status}' ;;
    "${helm} "*) echo v3.18.6 ;;
    "kubectl "*storageclasses*) echo storageclass.storage.k8s.io/local ;;
    "kubectl "*coredns*) printf '2|1' ;;
    *) exit 1 ;;
  esac`;
  const dns = { name: 'dns', workload: { namespace: 'kube-system', kind: 'deployment', name: 'coredns' } } as const;
  const call = cluster.clusterCalls(system).featureState([dns, { name: 'storage', workload: null }]);
  const answer = play(call, { commands: { [system]: body, timeout: 'shift; exec "$@"' } });
  expect(cluster.featureOf(answer, 'dns')).toEqual({ enabled: true, desired: 2, ready: 1, storageClasses: ['local'], helm: 'v3.18.6' });
  expect(cluster.featureOf(answer, 'storage')).toMatchObject({ enabled: false, desired: 0, ready: 0 });
});
