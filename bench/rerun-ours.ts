// Hearth's side of `rerun`: its run engine over SSH with its journal on disk, the steps that prepare a machine, and files by a step of the bench.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#adapters/clock/system-clock.ts';
import { openHearthKey } from '#adapters/ssh/hearth-key.ts';
import { openHosts } from '#adapters/ssh/hosts.ts';
import { loadScripts, type ScriptLibrary } from '#adapters/ssh/scripts.ts';
import { openStore } from '#adapters/store/open.ts';
import type { Platform } from '#contract/platforms.ts';
import type { Plan, PlannedTask } from '#contract/runs.ts';
import type { Hosts, ScriptCall } from '#core/ports/hosts.ts';
import { sketchLog, sketchNode, sketchPlan, sketchPlatform, sketchPorts } from '#core/runs/fixtures.ts';
import { createRuns } from '#core/runs/runs.ts';
import type { Step, StepContext } from '#core/runs/step.ts';
import { prepareHostname } from '#steps/provision/prepare-hostname.ts';
import { prepareHostsFile } from '#steps/provision/prepare-hosts-file.ts';
import { prepareKernel } from '#steps/provision/prepare-kernel.ts';
import { preparePackages } from '#steps/provision/prepare-packages.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';
import type { Lab } from '../e2e/lab/lab.ts';
import { newName, ownFiles } from './rerun-work.ts';

const scriptsFolder = join(import.meta.dirname, '..', 'installer-steps', 'scripts');
const ownScripts: Readonly<Record<string, string>> = {
  'bench-check-file':
    'if [ -r "$ARG_PATH" ] && [ "$(< "$ARG_PATH")" = "$ARG_CONTENT" ]; then answer state same; else answer state differs; fi',
  'bench-write-file': 'printf "%s\\n" "$ARG_CONTENT" > "$ARG_PATH"',
};

function scripts(): ScriptLibrary {
  const real = loadScripts(scriptsFolder);
  return { prelude: real.prelude, text: (name) => ownScripts[name] ?? real.text(name) };
}

const fileOf = ({ input }: Pick<StepContext, 'input'>) => ({ path: String(input['path']), content: String(input['content']) });
const callOf = (script: string, context: Pick<StepContext, 'input'>, more: Pick<ScriptCall, 'asRoot' | 'changes'>): ScriptCall => ({
  script,
  args: fileOf(context),
  timeoutMs: 30_000,
  ...more,
});
const checkFile = (context: Pick<StepContext, 'input'>) => callOf('bench-check-file', context, { asRoot: false, changes: false });

const file: Step = {
  id: 'bench-file',
  attempts: 1,
  timeoutMs: 60_000,
  looks: (context) => [{ node: nodeOf(context), call: checkFile(context), about: 'machine' }],
  async check(context) {
    const { answers } = await context.script(nodeOf(context), checkFile(context));
    return answers.get('state')?.[0] === 'same' ? holds('It is there.') : differs('It is not there.');
  },
  async apply(context) {
    await context.script(nodeOf(context), callOf('bench-write-file', context, { asRoot: true, changes: true }));
  },
};

const prepared = [prepareHostname, prepareHostsFile, preparePackages, prepareKernel];
const steps = new Map([...prepared, file].map((step) => [step.id, step]));

const platformOf = (lab: Lab): Platform => ({
  ...sketchPlatform(),
  nodes: lab.nodes.map(({ name, ip }) =>
    Object.assign(sketchNode(name), {
      name: newName(name),
      address: ip,
      user: 'root',
      credential: { method: 'key-file', path: lab.keys.privateKeyFile },
    }),
  ),
});

function planOf({ nodes }: Platform): Plan {
  const tasks = nodes.flatMap(({ id }): readonly (Pick<PlannedTask, 'id'> & Partial<PlannedTask>)[] => [
    ...prepared.map((step) => ({
      id: `${step.id}:${id}`,
      nodeId: id,
      needs: step === prepareHostsFile ? [`${prepareHostname.id}:${id}`] : [],
    })),
    ...ownFiles.map(({ path, content }, index) => ({
      id: `bench-file:${id}-${index}`,
      nodeId: id,
      needs: [`${prepareKernel.id}:${id}`],
      input: { path, content },
    })),
  ]);
  return sketchPlan(tasks);
}

export interface OurEngine {
  /** Milliseconds of one run; an error unless all of it ended well and, where nothing was to be done, nothing was. */
  readonly run: (wanted: 'done' | 'unchanged') => Promise<number>;
  readonly close: () => Promise<void>;
}

/** A new engine: no connection, an empty journal. */
export async function openOurs(lab: Lab): Promise<OurEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'));
  const log = sketchLog();
  const store = await openStore({ dir: folder, clock: systemClock, log });
  const hosts: Hosts = openHosts({ scripts: scripts(), hearthKey: openHearthKey(folder), log, clock: systemClock, knownHostsPaths: [] });
  const platform = platformOf(lab);
  await store.platforms.insert(platform);
  const fingerprints = new Map(lab.nodes.map(({ ip, hostKeyFingerprint }) => [ip, hostKeyFingerprint]));
  let made = 0;
  const runs = createRuns({
    store: store.runs,
    clock: systemClock,
    log,
    steps,
    ports: { ...sketchPorts(systemClock), hosts },
    platforms: store.platforms,
    target: (_, { name, address, port, user, credential }) => ({
      label: name,
      address,
      port,
      user,
      login: credential,
      jump: null,
      hostKey: { algorithm: 'ssh-ed25519', fingerprint: fingerprints.get(address) ?? '' },
      sudoPassword: null,
    }),
    newId: () => `bench${(made += 1)}`,
  });
  return {
    async run(wanted) {
      const began = performance.now();
      const id = await runs.start({ plan: planOf(platform), platform, startedBy: 'bench' });
      for await (const _ of runs.watch(id, -1, new AbortController().signal)) void _;
      const took = performance.now() - began;
      const { state, tasks } = await runs.get(id);
      const bad = tasks.filter((task) => task.state !== 'unchanged' && (wanted === 'unchanged' || task.state !== 'done'));
      if (state !== 'done' || bad.length > 0)
        throw new Error(`Hearth's run is ${state}: ${bad.map((task) => `${task.id} ${task.state} ${task.fault?.why ?? ''}`).join('\n')}`);
      return took;
    },
    async close() {
      await runs.close();
      await hosts.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
