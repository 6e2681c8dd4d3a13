// Facts of 50 bare machines over SSH: Hearth, Ansible, Ansible by way of Mitogen, and pyinfra, one after another, on the same machines.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHearth, type Hearth } from '../e2e/fixtures/hearth.ts';
import { createPlatform, trustAll } from '../e2e/fixtures/platform.ts';
import { restOf } from '../e2e/fixtures/rest.ts';
import { startLab, type Lab } from '../e2e/lab/lab.ts';
import { platform, type Platform } from '#contract/platforms.ts';
import { median, type Peer, type Report } from './figures.ts';
import { mitogenEnv, openAnsible, openPyinfra, pythonPeers, type FactPeer } from './python-peers.ts';

const machines = 50;
const warmRuns = 3;

/** Over REST, as another program would: the stream of answers until its end. */
async function gather(hearth: Hearth, { id, nodes }: Platform): Promise<number> {
  const began = performance.now();
  const answer = await fetch(`${hearth.origin}/api/v1/platforms/${id}/facts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hearth.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ nodeIds: nodes.map((node) => node.id) }),
  });
  const text = await answer.text();
  const took = performance.now() - began;
  const read = text.match(/"facts":\{/g)?.length ?? 0;
  if (read !== nodes.length) throw new Error(`Hearth read ${read} of ${nodes.length} machines: ${text.slice(0, 500)}`);
  return took;
}

/** Every machine's key compared and stored, the lab's key for logging in. */
async function preparePlatform(hearth: Hearth, lab: Lab): Promise<Platform> {
  const rest = restOf(hearth);
  const { id, revision, createdAt: _created, savedAt: _saved, ...content } = await createPlatform(rest, lab.nodes, []);
  const credential = { method: 'key-file' as const, path: lab.keys.privateKeyFile };
  const next = { ...content, nodes: content.nodes.map((node) => Object.assign(node, { credential })) };
  await rest.call('PUT', `/platforms/${id}`, { expectedRevision: revision, content: next });
  await trustAll(rest, id, lab.nodes);
  return platform.parse(await rest.call('GET', `/platforms/${id}`));
}

interface Times {
  readonly first: number;
  readonly again: number;
}

async function timesOf(once: () => Promise<number>): Promise<Times> {
  const first = await once();
  const again: number[] = [];
  for (let run = 0; run < warmRuns; run++) again.push(await once());
  return { first, again: median(again) };
}

async function ours(lab: Lab): Promise<Times> {
  // What compared the keys is another process than what is measured: that one has no connection yet.
  const dataDir = mkdtempSync(join(tmpdir(), 'hearth-bench-'));
  try {
    const prepared = await withHearth(dataDir, (hearth) => preparePlatform(hearth, lab));
    return await withHearth(dataDir, (hearth) => timesOf(() => gather(hearth, prepared)));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function withHearth<T>(dataDir: string, use: (hearth: Hearth) => Promise<T>): Promise<T> {
  const hearth = await startHearth({ dataDir });
  try {
    return await use(hearth);
  } finally {
    await hearth.stop();
  }
}

async function theirs(peer: FactPeer): Promise<Times> {
  try {
    return await timesOf(() => peer.gather());
  } finally {
    await peer.close();
  }
}

export async function facts(): Promise<Report> {
  const python = await pythonPeers();
  const lab = await startLab({ nodes: machines, name: 'bench', userKey: true, layers: ['python'] });
  try {
    const hearth = await ours(lab);
    const ansible = await theirs(openAnsible(python, lab));
    const mitogen = await theirs(openAnsible(python, lab, await mitogenEnv(python)));
    const pyinfra = await theirs(openPyinfra(python, lab));
    const peers = (of: keyof Times): readonly Peer[] => [
      { name: `Ansible ${python.ansible}`, value: ansible[of] / 1000 },
      { name: `Mitogen ${python.mitogen}`, value: mitogen[of] / 1000 },
      { name: `pyinfra ${python.pyinfra}`, value: pyinfra[of] / 1000 },
    ];
    return {
      figures: [
        { what: `facts: ${machines} machines, first`, unit: 's', value: hearth.first / 1000, n: 1, peers: peers('first') },
        { what: `facts: ${machines} machines, again`, unit: 's', value: hearth.again / 1000, n: warmRuns, peers: peers('again') },
      ],
      notes: [
        'facts: Hearth through REST, 16 machines at a time; Ansible’s setup module with pipelining, kept connections and 50 forks, as it is and by way of Mitogen; pyinfra with the facts nearest to ours, 50 at a time, anew each time since it keeps no connections between its runs. Their times hold the start of their programs, as every use of them does.',
      ],
    };
  } finally {
    await lab.stop();
  }
}
