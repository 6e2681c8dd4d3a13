// Requests as strangers and friends might send them, over kept connections, for tests.
import { Agent, request } from 'node:http';

export interface Knock {
  readonly method: string;
  readonly path: string;
  /** In order; a name may come twice. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly body: string;
}

export interface Knocker {
  /** An upgrade that succeeds is status 101, and the socket is closed. */
  knock(knock: Knock): Promise<Answered>;
  close(): void;
}

export function knockerAt(port: number): Knocker {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const isUpgrade = ({ headers }: Knock) => headers.some(([name]) => name.toLowerCase() === 'upgrade');
  return {
    close: () => agent.destroy(),
    knock: (knock) =>
      new Promise((resolve, reject) => {
        const isChunked = knock.headers.some(([name]) => name.toLowerCase() === 'transfer-encoding');
        const size = knock.body === undefined || isChunked ? null : Buffer.byteLength(knock.body);
        const length: [string, string][] = size === null ? [] : [['content-length', String(size)]];
        const sent = request({
          host: '127.0.0.1',
          port,
          method: knock.method,
          path: knock.path,
          headers: [...knock.headers, ...length].flat(),
          setHost: false,
          ...(isUpgrade(knock) ? { agent: false } : { agent }),
        });
        sent.on('error', reject);
        sent.on('upgrade', (_, socket) => {
          socket.destroy();
          resolve({ status: 101, body: '' });
        });
        sent.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
          response.on('error', reject);
        });
        sent.end(knock.body);
      }),
  };
}

/** Runs `work` for all items, some at a time; rejects with the first error. */
export async function sideBySide<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}
