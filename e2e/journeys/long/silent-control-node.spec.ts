// As somebody whose third control node hangs for good, dropping every packet, I strike it off. Some five minutes, most of them waiting
// as the snap itself does: npm run test:long.
import { expect, test } from '@playwright/test';
import { channelOf, distributions } from '#contract/distributions.ts';
import { startHearth } from '../../fixtures/hearth.ts';
import { needs } from '../../fixtures/journey.ts';
import { fulfil, other } from '../../fixtures/life.ts';
import { startMachines } from '../../fixtures/machines.ts';
import { amendPlatform, createPlatform, finished, prepareAccess, startRun } from '../../fixtures/platform.ts';
import { restOf } from '../../fixtures/rest.ts';

needs('bare');

const readyForm = `jsonpath={range .items[*]}{.metadata.name}={.status.conditions[?(@.type=="Ready")].status} {end}`;

test('a control node that drops packets is struck off, by the snap and by etcd, though the status keeps silent meanwhile', async () => {
  test.setTimeout(900_000);
  const machines = await startMachines({ count: 4, name: 'silent' });
  const hearth = await startHearth();
  const rest = restOf(hearth);
  const readyNodes = async () => (await machines.exec('node1', `/snap/bin/k8s kubectl get nodes -o '${readyForm}'`)).stdout.trim();
  try {
    const { id: platformId, nodes, settings } = await createPlatform(rest, machines.nodes);
    await amendPlatform(rest, platformId, {
      distribution: 'k8s',
      channel: channelOf('k8s'),
      nodes: nodes.map((node) => Object.assign(node, { role: node.name === 'node4' ? 'worker' : 'control' })),
      settings: { ...settings, storageClass: distributions.k8s.storageClass },
    });
    await prepareAccess(rest, machines, platformId);
    await finished(rest, await startRun(rest, { platformId, kind: 'provision' }));
    await machines.exec('node3', 'iptables -I INPUT -j DROP; iptables -I OUTPUT -j DROP');
    await expect.poll(() => readyNodes(), { timeout: 180_000 }).toContain('node3=Unknown');
    const gone = await fulfil(rest, { platformId, kind: 'remove-node', nodeId: 'node3', machine: 'lost' });
    expect(other(gone, ['done', 'unchanged'])).toEqual([]);
    expect(await readyNodes()).toBe('node1=True node2=True node4=True');
    const pki = '/etc/kubernetes/pki';
    const asked = `curl -s --cacert ${pki}/etcd/ca.crt --cert ${pki}/apiserver-etcd-client.crt --key ${pki}/apiserver-etcd-client.key -d '{}' https://127.0.0.1:2379/v3/cluster/member/list`;
    const { stdout } = await machines.exec('node1', asked);
    expect(new Set([...stdout.matchAll(/"name":"([^"]+)"/g)].map(([, name]) => name))).toEqual(new Set(['node1', 'node2']));
  } finally {
    await hearth.stop();
    await machines.stop();
  }
});
