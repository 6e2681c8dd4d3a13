// Access tokens for REST and MCP. A value is shown once; only its hash rests.
import type { Scope } from '#contract/base.ts';
import type { AccessToken } from '#contract/system.ts';
import { fault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { TokenStore } from '#core/ports/store.ts';

export interface Randomness {
  /** 256 bits, base64url. */
  token(): string;
  /** A short id as the contract wants it. */
  id(): string;
  /** SHA-256, hex. */
  hash(value: string): string;
}

export interface TokenDeps {
  readonly tokens: TokenStore;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Told at once, so that what was opened with the token can be closed. */
  readonly onRevoked: (tokenId: string) => void;
}

export interface TokenRequest {
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly expiresInDays: number | null;
}

const dayMs = 86_400_000;
/** "Last used" is for people; to the minute is enough and spares a write for each call. */
const touchEveryMs = 60_000;
/** Leaked values are recognised by scanners and by people. */
const prefix = 'hearth_';

export async function createToken(deps: TokenDeps, request: TokenRequest): Promise<AccessToken & { value: string }> {
  const createdAt = deps.clock.now();
  const value = prefix + deps.randomness.token();
  const token: AccessToken = {
    id: deps.randomness.id(),
    label: request.label,
    scopes: [...new Set(request.scopes)],
    createdAt,
    lastUsedAt: null,
    expiresAt: request.expiresInDays === null ? null : createdAt + request.expiresInDays * dayMs,
    revokedAt: null,
  };
  await deps.tokens.insert(token, deps.randomness.hash(value));
  return { ...token, value };
}

export async function revokeToken(deps: TokenDeps, tokenId: string): Promise<AccessToken> {
  const token = await deps.tokens.revoke(tokenId, deps.clock.now());
  if (token === null) throw fault('NOT_FOUND', { thing: 'token', id: tokenId });
  deps.onRevoked(tokenId);
  return token;
}

/** One token per label: the older ones end. */
export async function replaceToken(deps: TokenDeps, request: TokenRequest): Promise<AccessToken & { value: string }> {
  for (const old of await deps.tokens.list()) {
    if (old.label === request.label && old.revokedAt === null) await revokeToken(deps, old.id);
  }
  return createToken(deps, request);
}

/**
 * Null: unknown, expired or revoked. Looked up by hash, so that the time it takes says nothing about the value.
 */
export async function verifyToken(deps: TokenDeps, value: string): Promise<AccessToken | null> {
  const token = await deps.tokens.findByHash(deps.randomness.hash(value));
  const now = deps.clock.now();
  if (token === null || token.revokedAt !== null) return null;
  if (token.expiresAt !== null && token.expiresAt <= now) return null;
  if (token.lastUsedAt === null || now - token.lastUsedAt >= touchEveryMs) await deps.tokens.touch(token.id, now);
  return token;
}
