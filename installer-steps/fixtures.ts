// A machine room for the tests of steps: scripts answer as told, every call is remembered, time passes only when a step waits.
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import { sketchPlatform } from '#core/platform/fixtures.ts';
import type { HostTarget, ScriptAnswer, ScriptCall } from '#core/ports/hosts.ts';
import type { KubeAnswer, KubeClient, KubeRequest } from '#core/ports/kube.ts';
import type { Clock } from '#core/ports/clock.ts';
import { sketchPorts, sketchTarget } from '#core/runs/fixtures.ts';
import type { Finding, Step, StepContext } from '#core/runs/step.ts';
import { fault } from '#core/fault.ts';
import { Secret } from '#core/secret.ts';

export type Told = Readonly<Record<string, string | readonly string[]>>;
/** One answer for all calls of a script, or one made for each call. */
export type Telling = Told | ((call: ScriptCall, target: HostTarget) => Told);
export type Scripts = Readonly<Record<string, Telling>>;

export interface Room {
  readonly context: StepContext;
  /** "node1 facts", in the order the calls came. */
  readonly called: string[];
  readonly calls: { readonly target: HostTarget; readonly call: ScriptCall }[];
  readonly said: string[];
  readonly secrets: Map<string, Secret>;
  /** The inventory, as the step has left it. */
  readonly stored: { readonly platform: Platform };
  /** Milliseconds that passed. */
  readonly waited: () => number;
}

export interface RoomPlan {
  readonly scripts: Scripts;
  readonly platform?: Partial<Platform>;
  /** Which of the platform's machines; null for a task of the whole platform. */
  readonly node?: string | null;
  readonly input?: Record<string, unknown>;
  readonly password?: string;
  readonly kube?: (path: string, request: KubeRequest) => Pick<KubeAnswer, 'status' | 'body'>;
  readonly ports?: Partial<StepContext['ports']>;
}

const answerOf = (told: Told): ScriptAnswer => ({
  exitCode: Number(told['exit'] ?? 0),
  lastLine: String(told['last'] ?? ''),
  answers: new Map(Object.entries(told).map(([name, value]) => [name, typeof value === 'string' ? [value] : value])),
});

/** Time that passes only while a step waits. */
function waitingClock() {
  const start = 1_000_000;
  let now = start;
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
  return { clock, waited: () => now - start };
}

const storeOf = (secrets: Map<string, Secret>): StepContext['ports']['secrets'] => ({
  where: 'memory',
  get: async (name) => secrets.get(name) ?? null,
  set: async (name, value) => void secrets.set(name, value),
  remove: async (name) => void secrets.delete(name),
});

/** One platform, kept in memory. */
function inventoryOf(stored: { platform: Platform }): StepContext['ports']['inventory'] {
  return {
    get: async () => stored.platform,
    amend: async (_, change) => {
      stored.platform = { ...stored.platform, ...change(stored.platform) };
    },
  };
}

export function room(plan: RoomPlan): Room {
  const platform = sketchPlatform(plan.platform);
  const stored = { platform };
  const calls: Room['calls'] = [];
  const called: string[] = [];
  const said: string[] = [];
  const secrets = new Map<string, Secret>();
  const { clock, waited } = waitingClock();
  const run: StepContext['ports']['hosts']['run'] = async (target, call) => {
    calls.push({ target, call });
    called.push(`${target.label} ${call.script}`);
    const telling = plan.scripts[call.script];
    if (telling === undefined) throw new Error(`Nobody told ${call.script} what to answer.`);
    return answerOf(typeof telling === 'function' ? telling(call, target) : telling);
  };
  const target = (node: Node) => sketchTarget(platform, node);
  const named = plan.node === undefined ? 'node2' : plan.node;
  const context: StepContext = {
    platform,
    node: platform.nodes.find((node) => node.name === named) ?? null,
    input: plan.input ?? {},
    ports: {
      ...sketchPorts(clock, run),
      hearthKey: { publicKey: async () => ({ publicKey: 'ssh-ed25519 AAAA hearth', fingerprint: 'SHA256:x' }) },
      kube: {
        inspect: () => ({ contexts: [], commands: [], warnings: [] }),
        connect: () => kubeClient(plan.kube ?? (() => ({ status: 404, body: {} }))),
      },
      secrets: storeOf(secrets),
      inventory: inventoryOf(stored),
      ...plan.ports,
    },
    signal: new AbortController().signal,
    password: plan.password === undefined ? null : new Secret(plan.password),
    log: (text) => said.push(text),
    target,
    async script(node, call) {
      const { exitCode, lastLine, answers } = await run(target(node), call, { signal: context.signal, onLine: () => {} });
      if (exitCode !== 0) throw fault('SCRIPT_FAILED', { host: node.name, script: call.script, exitCode, lastLine });
      return { exitCode, lastLine, answers };
    },
  };
  return { context, calls, said, secrets, called, waited, stored };
}

const kubeClient = (answer: NonNullable<RoomPlan['kube']>): KubeClient => ({
  server: 'https://10.0.0.1:16443',
  request: async (request) => ({ retryAfter: null, ...answer(request.path, request) }),
  stream: () => Promise.reject(new Error('No step streams.')),
  close: () => {},
});

/** As the engine does one try: check, and where it does not hold apply and verify. */
export async function tryStep(step: Step, context: StepContext): Promise<Finding & { readonly applied: boolean }> {
  const before = await step.check(context);
  if (before.holds) return { ...before, applied: false };
  await step.apply?.(context);
  const after = step.verify === undefined ? await step.check(context) : await step.verify(context);
  return { ...after, applied: step.apply !== undefined };
}
