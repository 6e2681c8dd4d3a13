// As somebody whose machines have faults, I am told each by the right check, and no machine is refused for one it does not have.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { preflightCell } from '#contract/nodes.ts';
import { z } from 'zod';
import { startHearth, type Hearth } from '../../fixtures/hearth.ts';
import { attachSaid, needs } from '../../fixtures/journey.ts';
import { startMachines, type Machines } from '../../fixtures/machines.ts';
import { createPlatform, finished, prepareAccess, startRun } from '../../fixtures/platform.ts';
import { restOf } from '../../fixtures/rest.ts';

needs('bare');

const outside = ['api.snapcraft.io', 'registry-1.docker.io', 'ghcr.io', 'quay.io'];
const folder = mkdtempSync(join(tmpdir(), 'hearth-outside-'));

let machines: Machines;
let hearth: Hearth;
let internet: Server;
let platformId: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  machines = await startMachines({ name: 'preflight' });
  hearth = await startHearth();
  internet = await startInternet();
  for (const { name } of machines.nodes) await reachInternet(name);
  const rest = restOf(hearth);
  ({ id: platformId } = await createPlatform(rest, machines.nodes));
  await prepareAccess(rest, machines, platformId);
});
test.afterEach(({ page: _page }, info) => attachSaid(hearth, info));
test.afterAll(async () => {
  internet.close();
  rmSync(folder, { recursive: true, force: true });
  await hearth.stop();
  await machines.stop();
});

const bridge = () => machines.node('node1').ip.replace(/\d+$/, '1');

/** The snap store and the registries, as far as the preflight looks: something that answers under their names, with a certificate. */
async function startInternet(): Promise<Server> {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const names = `subjectAltName=${outside.map((name) => `DNS:${name}`).join(',')}`;
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=outside'];
  execFileSync('openssl', ['req', ...kind, '-addext', names, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_, response) => void response.end('here'));
  await new Promise<void>((resolve) => void server.listen(443, bridge(), resolve));
  return server;
}

const onNode = async (node: string, script: string): Promise<string> => {
  const { code, stdout, stderr } = await machines.exec(node, script);
  if (code !== 0) throw new Error(`${node}: ${script}: ${stderr}${stdout}`);
  return stdout;
};
const reachInternet = (node: string) => {
  const trust = `cat >>/etc/ssl/certs/ca-certificates.crt <<'END'\n${readFileSync(join(folder, 'certificate.pem'), 'utf8')}END`;
  return onNode(node, `${trust}\necho '${bridge()} ${outside.join(' ')}' >>/etc/hosts`);
};

type States = Record<string, Record<string, string>>;

/** Checks all machines: the state of each cell, by machine and check. */
async function checkAll(): Promise<States> {
  const path = `${hearth.origin}/api/v1/platforms/${platformId}/preflight`;
  const headers = { authorization: `Bearer ${hearth.token}`, 'content-type': 'application/json' };
  const answer = await fetch(path, { method: 'POST', headers, body: '{}' });
  expect(answer.status).toBe(200);
  await answer.text();
  const report = await restOf(hearth).call('GET', `/platforms/${platformId}/preflight/report`);
  const { cells, markdown } = z.object({ cells: z.array(preflightCell), markdown: z.string() }).parse(report);
  expect(markdown).toContain('| Check | node1 (');
  const states: States = {};
  for (const { nodeId, check, state } of cells) states[nodeId] = { ...states[nodeId], [check]: state };
  return states;
}

/** What is otherwise than it was: "node1 disk-free block". */
const changed = (before: States, now: States) =>
  Object.entries(now)
    .flatMap(([node, checks]) => Object.entries(checks).map(([check, state]) => ({ node, check, state })))
    .filter(({ node, check, state }) => before[node]?.[check] !== state)
    .map(({ node, check, state }) => `${node} ${check} ${state}`)
    .toSorted();

interface Fault {
  readonly name: string;
  readonly make: () => Promise<unknown>;
  readonly mend: () => Promise<unknown>;
  readonly cells: readonly string[];
}
const switched = (node: string, name: Parameters<Machines['fault']>[1], value = 'on') => ({
  make: () => machines.fault(node, name, value),
  mend: () => machines.fault(node, name, 'off'),
});
const scripted = (node: string, make: string, mend: string) => ({ make: () => onNode(node, make), mend: () => onNode(node, mend) });
/** A file of the kernel that says something else for this machine alone. */
const overlaid = (node: string, path: string, edit: string) => {
  const copy = `/run/hearth-lab-${path.replaceAll('/', '-')}`;
  return scripted(node, `sed '${edit}' ${path} >${copy}; mount --bind ${copy} ${path}`, `umount ${path}`);
};

// Those of one round do not meet.
const rounds: readonly (readonly Fault[])[] = [
  [
    { name: 'low disk', ...switched('node1', 'full-disk'), cells: ['node1 disk-free block'] },
    { name: 'clock skew', ...switched('node2', 'clock-skew', '-600'), cells: ['node2 clock block'] },
    { name: 'already in a cluster', ...switched('node3', 'foreign-cluster'), cells: ['node3 membership block'] },
  ],
  [
    {
      name: 'port taken',
      ...scripted('node1', 'setsid socat TCP-LISTEN:10250,fork PIPE >/dev/null 2>&1 </dev/null & sleep 1', 'pkill -x socat'),
      cells: ['node1 ports block'],
    },
    {
      name: 'the host name of another',
      ...scripted('node2', 'hostname node3', 'hostname node2'),
      cells: ['node2 hostname warn', 'node3 hostname warn'],
    },
    { name: 'low memory', ...overlaid('node3', '/proc/meminfo', 's/^MemTotal:.*/MemTotal: 524288 kB/'), cells: ['node3 memory block'] },
  ],
  [
    {
      name: 'a system that cannot run snaps',
      ...scripted(
        'node1',
        'cp --remove-destination -L /etc/os-release /etc/os-release; cp /etc/os-release /run/os; printf "ID=alpine\\nVERSION_ID=3.20\\nPRETTY_NAME=Alpine\\n" >/etc/os-release',
        'cp /run/os /etc/os-release',
      ),
      cells: ['node1 os block'],
    },
    {
      name: 'the machine id of another',
      make: async () =>
        onNode('node2', `cp /etc/machine-id /run/id; echo '${(await onNode('node3', 'cat /etc/machine-id')).trim()}' >/etc/machine-id`),
      mend: () => onNode('node2', 'cp /run/id /etc/machine-id'),
      cells: ['node2 machine-id warn', 'node3 machine-id warn'],
    },
    {
      name: 'no snap store',
      // Answers there, but not as the store.
      ...scripted(
        'node3',
        "cp /etc/hosts /run/hosts; sed -i 's/ api.snapcraft.io//' /etc/hosts; echo '127.0.0.1 api.snapcraft.io' >>/etc/hosts",
        'cat /run/hosts >/etc/hosts',
      ),
      cells: ['node3 store warn'],
    },
  ],
  [
    {
      name: 'no DNS',
      ...scripted('node1', "cp /etc/hosts /run/hosts; sed -i '/snapcraft/d' /etc/hosts", 'cat /run/hosts >/etc/hosts'),
      cells: ['node1 resolution warn', 'node1 store warn', 'node1 registries warn'],
    },
    {
      name: 'snapd missing',
      ...scripted(
        'node2',
        'p="$(command -v snap)"; echo "$p" >/run/snap-path; mv "$p" "$p.away"',
        'p="$(cat /run/snap-path)"; mv "$p.away" "$p"',
      ),
      cells: ['node2 snapd warn'],
    },
    {
      name: 'a network inside the pod range',
      ...scripted('node3', 'ip addr add 10.1.5.5/24 dev eth0', 'ip addr del 10.1.5.5/24 dev eth0'),
      cells: ['node3 ranges block'],
    },
  ],
  [
    {
      name: 'narrow packets',
      ...scripted('node1', 'ip link set eth0 mtu 1200', 'ip link set eth0 mtu 1500'),
      cells: ['node1 mtu warn', 'node2 mtu warn', 'node3 mtu warn'],
    },
    {
      name: 'sudo that asks for a password',
      ...scripted('node2', 'mv /etc/sudoers.d/hearth-ubuntu /run/rule', 'mv /run/rule /etc/sudoers.d/hearth-ubuntu'),
      cells: ['node2 sudo block'],
    },
    {
      name: 'swap',
      make: async () => {
        await overlaid('node3', '/proc/meminfo', 's/^SwapTotal:.*/SwapTotal: 2097148 kB/').make();
        await overlaid('node3', '/proc/swaps', '$a /swap.img file 2097148 0 -2').make();
      },
      mend: () => onNode('node3', 'umount /proc/meminfo /proc/swaps'),
      cells: ['node3 swap warn'],
    },
  ],
  [
    {
      name: 'an address that is only lent',
      ...scripted(
        'node1',
        'a="$(ip -o -4 addr show dev eth0 | awk \'{ print $4; exit }\')"; echo "$a" >/run/address; ip addr change "$a" dev eth0 valid_lft 9000 preferred_lft 9000',
        'ip addr change "$(cat /run/address)" dev eth0 valid_lft forever preferred_lft forever',
      ),
      cells: ['node1 address warn'],
    },
  ],
];

test('each fault turns exactly its cells, and when it is mended they turn back', async () => {
  test.setTimeout(600_000);
  const healthy = await checkAll();
  expect(
    Object.values(healthy)
      .flatMap((checks) => Object.values(checks))
      .filter((state) => state === 'block' || state === 'unknown'),
  ).toEqual([]);
  for (const faults of rounds) {
    await test.step(faults.map(({ name }) => name).join(', '), async () => {
      for (const { make } of faults) await make();
      const wanted = faults.flatMap(({ cells }) => cells).toSorted();
      try {
        expect(changed(healthy, await checkAll())).toEqual(wanted);
      } finally {
        for (const { mend } of faults) await mend();
      }
      expect(changed(healthy, await checkAll())).toEqual([]);
    });
  }
});

test('a copy of another machine gets its own id by a run, and nothing but that changes', async () => {
  const healthy = await checkAll();
  const id = await onNode('node3', 'cat /etc/machine-id');
  await onNode('node2', `echo '${id.trim()}' >/etc/machine-id`);
  expect(changed(healthy, await checkAll())).toEqual(['node2 machine-id warn', 'node3 machine-id warn']);
  const rest = restOf(hearth);
  const wish = { platformId, kind: 'fix', fixes: [{ nodeId: 'node2', check: 'machine-id' }] };
  const run = await finished(rest, await startRun(rest, wish));
  expect(run.tasks.map((task) => [task.id, task.state])).toEqual([['new-machine-id:node2', 'done']]);
  expect(changed(healthy, await checkAll())).toEqual([]);
  expect(await onNode('node3', 'cat /etc/machine-id')).toBe(id);
});
