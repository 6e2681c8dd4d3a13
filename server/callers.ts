// From a bearer token or the window's cookie to a caller with scopes.
import type { IncomingMessage } from 'node:http';
import type { Caller } from '#doors/context.ts';
import { scope } from '#contract/base.ts';
import { verifyToken, type TokenDeps } from '#core/access/tokens.ts';
import type { Sessions } from '#core/access/sessions.ts';
import { fault } from '#core/fault.ts';
import { requireSameUser } from './same-user.ts';

export interface Keys {
  readonly access: TokenDeps;
  readonly sessions: Sessions;
  readonly port: number;
}

/** Cookies are shared by all ports of a host; the port in the name keeps two Hearths apart. */
const cookieName = (port: number) => `hearth-${port}`;

export const cookieFor = (port: number, session: string) => `${cookieName(port)}=${session}; Path=/; HttpOnly; SameSite=Strict`;

/** Takes the cookie away. */
export const noCookie = (port: number) => `${cookieName(port)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`;

export function sessionOf(request: IncomingMessage, port: number): string | null {
  const wanted = `${cookieName(port)}=`;
  const found = (request.headers.cookie ?? '').split(/; */).filter((part) => part.startsWith(wanted));
  return found.length === 1 ? (found[0]?.slice(wanted.length) ?? null) : null;
}

export function bearerOf(request: IncomingMessage): string | null {
  const match = /^Bearer ([\w-]{1,200})$/i.exec(request.headers.authorization ?? '');
  return match?.[1] ?? null;
}

export const windowCaller: Caller = { who: 'window', door: 'window', scopes: scope.options };
/** May only be asked whether Hearth is alive. */
export const anybody: Caller = { who: 'anybody', door: 'rest', scopes: ['read'] };

/** An Authorization header decides alone: a cookie beside it is not looked at. */
export function requireSession(request: IncomingMessage, { sessions, port }: Keys): string {
  const session = request.headers.authorization === undefined ? sessionOf(request, port) : null;
  if (session === null || !sessions.isValid(session)) throw fault('SIGN_IN_NEEDED', {});
  requireSameUser(request.socket);
  return session;
}

export interface Known {
  readonly caller: Caller;
  /** Null for the window. */
  readonly tokenId: string | null;
}

/** For REST and MCP. */
export async function requireCaller(request: IncomingMessage, keys: Keys, door: 'rest' | 'mcp'): Promise<Known> {
  if (request.headers.authorization === undefined) {
    requireSession(request, keys);
    return { caller: { ...windowCaller, door }, tokenId: null };
  }
  const value = bearerOf(request);
  const token = value === null ? null : await verifyToken(keys.access, value);
  if (token === null) throw fault('SIGN_IN_NEEDED', {});
  return { caller: { who: token.label, door, scopes: token.scopes }, tokenId: token.id };
}
