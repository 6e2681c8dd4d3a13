import type { IncomingMessage } from 'node:http';
import { fault } from '#core/fault.ts';
import type { KubeAnswer, KubeClient, KubeRequest, KubeStream } from '#core/ports/kube.ts';
import { createAgents, type Agents } from './agents.ts';
import type { Endpoint } from './endpoint.ts';
import { exchange } from './exchange.ts';
import { execCredentials, type CredentialSource } from './exec-credential.ts';
import { connectionFault, silent } from './reasons.ts';

/** A body may take as long as it likes while it keeps coming. */
const idleMs = 30_000;
const longestBody = 64 * 2 ** 20;

export const createClient = (endpoint: Endpoint): KubeClient => new HttpClient(endpoint);

class HttpClient implements KubeClient {
  readonly server: string;
  readonly #endpoint: Endpoint;
  readonly #credentials: CredentialSource | null;
  readonly #end = new AbortController();
  readonly #agents: Agents;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    this.server = endpoint.server.origin;
    this.#credentials = endpoint.exec === null ? null : execCredentials(endpoint.exec, { server: this.server, signal: this.#end.signal });
    this.#agents = createAgents(endpoint);
  }

  async request(request: KubeRequest): Promise<KubeAnswer> {
    const signal = AbortSignal.any([request.signal, this.#end.signal]);
    const response = await this.#send(request, signal);
    const text = await readAll(response, this.#endpoint.server, signal);
    return { status: response.statusCode ?? 0, retryAfter: retryAfter(response), body: this.#parse(response, text) };
  }

  async stream(request: Pick<KubeRequest, 'path' | 'query' | 'signal'>): Promise<KubeStream> {
    const signal = AbortSignal.any([request.signal, this.#end.signal]);
    const response = await this.#send({ ...request, method: 'GET' }, signal);
    return {
      status: response.statusCode ?? 0,
      retryAfter: retryAfter(response),
      chunks: read(response, this.#endpoint.server, signal),
    };
  }

  close(): void {
    this.#end.abort(fault('CLUSTER_UNREACHABLE', { server: this.server, reason: 'Hearth has closed the connection.' }));
    this.#agents.destroy();
  }

  async #send(request: Omit<KubeRequest, 'signal'>, signal: AbortSignal): Promise<IncomingMessage> {
    signal.throwIfAborted();
    const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'hearth', ...this.#endpoint.headers };
    const token = await this.#login(signal);
    if (token !== null) headers['authorization'] = `Bearer ${token}`;
    const body = request.body === undefined ? null : bodyText(request.body);
    if (body !== null) {
      headers['content-type'] = request.contentType ?? 'application/json';
      headers['content-length'] = String(Buffer.byteLength(body));
    }
    const { server } = this.#endpoint;
    const response = await exchange({
      server,
      agent: this.#agents.current,
      method: request.method,
      target: targetOf(server, request),
      headers,
      body,
      signal,
    });
    if (response.statusCode === 401) this.#credentials?.refused();
    return response;
  }

  async #login(signal: AbortSignal): Promise<string | null> {
    if (this.#credentials === null) return null;
    const { token, cert, key } = await this.#credentials.get(signal);
    if (cert !== null && key !== null) this.#agents.show({ cert, key });
    return token;
  }

  #parse(response: IncomingMessage, text: string): unknown {
    if (!/\bjson\b/.test(response.headers['content-type'] ?? '')) return text;
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw fault('CLUSTER_UNREACHABLE', { server: this.server, reason: 'Its answer is not the JSON it claims to be.' }, { cause });
    }
  }
}

const bodyText = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

const targetOf = (server: URL, request: Pick<KubeRequest, 'path' | 'query'>): string => {
  const query = new URLSearchParams(request.query ?? {}).toString();
  const prefix = server.pathname.replace(/\/+$/, '');
  return `${prefix}${request.path}${query === '' ? '' : `?${query}`}`;
};

const retryAfter = (response: IncomingMessage): number | null => {
  const value = response.headers['retry-after'];
  if (value === undefined) return null;
  if (/^\d+$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000));
};

async function* read(response: IncomingMessage, server: URL, signal: AbortSignal): AsyncGenerator<string> {
  response.setEncoding('utf8');
  try {
    for await (const chunk of response) yield String(chunk);
  } catch (error) {
    signal.throwIfAborted();
    throw connectionFault(server, error);
  }
}

const readAll = async (response: IncomingMessage, server: URL, signal: AbortSignal): Promise<string> => {
  const idle = setTimeout(() => response.destroy(silent(server, 'go on with its answer', idleMs / 1000)), idleMs);
  const parts: string[] = [];
  let length = 0;
  try {
    for await (const part of read(response, server, signal)) {
      idle.refresh();
      length += part.length;
      if (length > longestBody)
        throw fault('CLUSTER_UNREACHABLE', { server: server.origin, reason: 'Its answer is larger than any may be.' });
      parts.push(part);
    }
  } finally {
    clearTimeout(idle);
  }
  return parts.join('');
};
