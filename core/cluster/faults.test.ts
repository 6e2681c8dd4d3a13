import { describe, expect, it } from 'vitest';
import { kubeConformance, rage, startStorm } from '#adapters/conformance/kube.ts';
import { scriptedClient } from '#adapters/conformance/scripted-client.ts';
import type { ScriptedApi } from '#adapters/conformance/scripted-api.ts';

const way = (api: ScriptedApi) => Promise.resolve({ client: scriptedClient(api), close: () => Promise.resolve() });

kubeConformance('without a network', { turns: 8, way });

describe('a storm of faults', () => {
  it('leaves no difference between view and server', async () => {
    const storm = await startStorm({ seed: 20, pods: 300, turns: 8, way });
    await storm.untilTrue(10_000);
    expect(await rage(storm, 800)).toEqual([]);
    expect(storm.errors).toEqual([]);
    await storm.end();
  });
});
