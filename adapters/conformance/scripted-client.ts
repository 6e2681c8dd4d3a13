// The scripted API server without a network: the same faults, as the port tells them, for thousands of rounds in seconds.
import { fault } from '#core/fault.ts';
import type { KubeClient } from '#core/ports/kube.ts';
import { Cut, type ScriptedApi } from './scripted-api.ts';

const server = 'https://scripted.test';
const unreachable = (reason: string) => fault('CLUSTER_UNREACHABLE', { server, reason });

async function* told(chunks: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield* chunks;
  } catch (error) {
    throw error instanceof Cut ? unreachable('The connection was cut.') : error;
  }
}

export const scriptedClient = (api: ScriptedApi): KubeClient => ({
  server,
  request: () => Promise.reject(unreachable('The scripted server answers streams only.')),
  async stream({ path, query, signal }) {
    signal.throwIfAborted();
    try {
      const answer = api.answer(path, new URLSearchParams({ ...query }), signal);
      return { ...answer, chunks: told(answer.chunks) };
    } catch (error) {
      throw error instanceof Cut ? unreachable('The connection was refused.') : error;
    }
  },
  close: () => {},
});
