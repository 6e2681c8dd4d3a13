// The connections to one API server. A login that changes its certificate needs new ones; the old ones must not stay open.
import { Agent as HttpAgent, type Agent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Endpoint } from './endpoint.ts';

/** Watches hold a connection each; beside them a few requests run at a time. */
const connections = 24;

interface Shown {
  readonly cert: string;
  readonly key: string;
}

export interface Agents {
  readonly current: Agent;
  /** From now on new connections show this certificate. What is under way on the old ones ends by itself, and they with it. */
  show(certificate: Shown): void;
  destroy(): void;
}

function newAgent({ server, tls }: Pick<Endpoint, 'server' | 'tls'>, shown: Partial<Shown>): Agent {
  const options = { keepAlive: true, maxSockets: connections, maxFreeSockets: 4 };
  if (server.protocol === 'http:') return new HttpAgent(options);
  return new HttpsAgent({ ...options, ...tls, ...shown, minVersion: 'TLSv1.2', rejectUnauthorized: true });
}

/** Closes what is idle now, and each of the others as soon as it is: an agent keeps no more than `maxFreeSockets`. */
function retire(agent: Agent): void {
  agent.maxFreeSockets = 0;
  for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
}

const isUsed = (agent: Agent) => Object.keys(agent.sockets).length > 0 || Object.keys(agent.requests).length > 0;

export function createAgents(endpoint: Pick<Endpoint, 'server' | 'tls'>): Agents {
  let current = newAgent(endpoint, {});
  let shownCert: string | null = null;
  let retired: readonly Agent[] = [];
  return {
    get current() {
      return current;
    },
    show({ cert, key }) {
      if (cert === shownCert) return;
      retire(current);
      retired = [...retired, current].filter(isUsed);
      current = newAgent(endpoint, { cert, key });
      shownCert = cert;
    },
    destroy() {
      for (const agent of [...retired, current]) agent.destroy();
      retired = [];
    },
  };
}
