// One request from its head to its answer: stranger? method? who? what does it carry? Only then a door.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { EnginePorts } from '#doors/engine-ports.ts';
import type { Caller } from '#doors/context.ts';
import { toWire } from '#doors/faults.ts';
import { verifyToken } from '#core/access/tokens.ts';
import { scope } from '#contract/base.ts';
import { fault } from '#core/fault.ts';
import { readJson, refuseBody } from './body.ts';
import { anybody, bearerOf, cookieFor, noCookie, requireCaller, requireSession, type Keys } from './callers.ts';
import { sessionHolder, type OpenAnswers } from './open-answers.ts';
import { requireMethod, routeOf, type Route } from './routes.ts';
import { requireSameUser } from './same-user.ts';
import { sendStatic } from './static-files.ts';
import { refuseStrangers } from './strangers.ts';

export interface Host extends Keys {
  readonly engine: EnginePorts;
  readonly windowDir: string;
  readonly open: OpenAnswers;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
}

const guards = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

const isSafe = (method: string | undefined) => method === 'GET' || method === 'HEAD';

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

const opening = z.object({ token: z.string().max(200) });

/** What proves the person: the one-time value of the opening address, or a token that may do everything. */
async function beginSession({ request }: Exchange, host: Host): Promise<string> {
  requireSameUser(request.socket);
  const body = opening.safeParse(await readJson(request));
  if (body.success) {
    const session = await host.sessions.exchange(body.data.token);
    if (session !== null) return session;
  }
  const value = bearerOf(request);
  const token = value === null ? null : await verifyToken(host.access, value);
  if (token === null || !scope.options.every((needed) => token.scopes.includes(needed))) throw fault('SIGN_IN_NEEDED', {});
  return host.sessions.begin();
}

/** There is one person: whoever signs out may fear for a cookie, so every session ends, in every browser. */
async function signOut({ request, response }: Exchange, host: Host): Promise<void> {
  requireSession(request, host);
  await host.sessions.endAll();
  host.open.end(sessionHolder);
  response.setHeader('set-cookie', noCookie(host.port));
  sendJson(response, 200, { signedIn: false });
}

async function answerSession(exchange: Exchange, host: Host): Promise<void> {
  const { request, response } = exchange;
  if (request.method === 'DELETE') return signOut(exchange, host);
  if (request.method === 'GET') requireSession(request, host);
  else response.setHeader('set-cookie', cookieFor(host.port, await beginSession(exchange, host)));
  sendJson(response, 200, { signedIn: true });
}

async function admitted({ request, response }: Exchange, host: Host, door: 'rest' | 'mcp'): Promise<Caller> {
  const { caller, tokenId } = await requireCaller(request, host, door);
  host.open.hold(tokenId ?? sessionHolder, response);
  return caller;
}

async function answerDoor(route: Route, exchange: Exchange, host: Host): Promise<void> {
  const { request, response, path } = exchange;
  const { engine } = host;
  // Loaded when first asked for: the window needs neither, and they would delay it.
  const rest = async (prefix: `/${string}`, caller: Caller) => {
    const { answerRest, methodsAt } = await import('#doors/rest.ts');
    response.setHeader('cache-control', 'no-store');
    const isFound = await answerRest({ request, response, body: await readJson(request) }, prefix, { caller, engine });
    if (isFound) return;
    const method = request.method ?? '';
    const allowed = methodsAt(path.slice(prefix.length)).join(', ');
    throw allowed === '' ? fault('NO_SUCH_PATH', { path: `${method} ${path}` }) : fault('WRONG_METHOD', { method, allowed });
  };
  switch (route.door) {
    case 'health':
      return rest(route.prefix, anybody);
    case 'rest':
      return rest('/api/v1', await admitted(exchange, host, 'rest'));
    case 'openapi': {
      await admitted(exchange, host, 'rest');
      const { describeRest } = await import('#doors/openapi.ts');
      return sendJson(response, 200, await describeRest({ version: engine.about.version, server: `http://127.0.0.1:${host.port}/api/v1` }));
    }
    case 'mcp': {
      const caller = await admitted(exchange, host, 'mcp');
      const { answerMcp } = await import('#doors/mcp.ts');
      return answerMcp({ request, response, body: await readJson(request) }, { caller, engine });
    }
    case 'session':
      return answerSession(exchange, host);
    case 'window':
      throw fault('STRANGER_REFUSED', { reason: 'this address takes a WebSocket' });
    case 'static':
      if (!(await sendStatic(response, host.windowDir, path))) throw fault('NO_SUCH_PATH', { path });
  }
}

/** A browser that carries the cookie must name its page before anything may change; a program with a token is no page. */
const knockOf = (route: Route, request: IncomingMessage) => {
  if (route.door === 'static') return 'page' as const;
  const isProgram = request.headers.authorization !== undefined && request.headers.cookie === undefined;
  return isSafe(request.method) || isProgram ? ('call' as const) : ('effect' as const);
};

export async function answer(request: IncomingMessage, response: ServerResponse, host: Host): Promise<void> {
  const [path = '/'] = (request.url ?? '/').split('?');
  const route = routeOf(path);
  for (const [name, value] of Object.entries(guards)) response.setHeader(name, value);
  try {
    refuseStrangers(request, host, knockOf(route, request));
    requireMethod(request.method ?? '', route);
    if (!isSafe(request.method)) refuseBody(request);
    await answerDoor(route, { request, response, path }, host);
  } catch (error) {
    refuse(request, response, toWire(error, host.engine.log));
  }
}

const isShort = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) < 65_536;

function refuse(request: IncomingMessage, response: ServerResponse, wire: ReturnType<typeof toWire>): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (wire.status === 401) response.setHeader('www-authenticate', 'Bearer');
  if (wire.status === 405) response.setHeader('allow', String(wire.data.details['allowed'] ?? ''));
  // Node reads on to the end of a refused body; a long one is not worth that.
  if (!request.complete && !isShort(request)) response.setHeader('connection', 'close');
  sendJson(response, wire.status, wire.toJSON());
}
