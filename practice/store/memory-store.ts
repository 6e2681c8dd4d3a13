// What Hearth remembers, in memory: for the practice lab and for fast tests.
import type { AccessToken } from '#contract/system.ts';
import type { AuditEntry, SessionRecord, SessionStore, Store, TokenStore } from '#core/ports/store.ts';
import { memoryApplied, memoryIntents, memoryLastSeen } from './memory-drift.ts';
import { memoryHomes } from './memory-homes.ts';
import { memoryInventory } from './memory-platforms.ts';
import { memoryRuns } from './memory-runs.ts';

function memoryTokens(): TokenStore {
  const tokens = new Map<string, { readonly token: AccessToken; readonly hash: string }>();
  const change = (tokenId: string, to: (token: AccessToken) => AccessToken): AccessToken | null => {
    const found = tokens.get(tokenId);
    if (found === undefined) return null;
    const token = to(found.token);
    tokens.set(tokenId, { ...found, token });
    return token;
  };
  return {
    list: async () => [...tokens.values()].map(({ token }) => token),
    async insert(token, hash) {
      tokens.set(token.id, { token, hash });
    },
    findByHash: async (hash) => [...tokens.values()].find((entry) => entry.hash === hash)?.token ?? null,
    async touch(tokenId, at) {
      change(tokenId, (token) => ({ ...token, lastUsedAt: at }));
    },
    revoke: async (tokenId, at) => change(tokenId, (token) => ({ ...token, revokedAt: token.revokedAt ?? at })),
  };
}

function memorySessions(): SessionStore {
  const sessions = new Map<string, SessionRecord>();
  return {
    list: async () => [...sessions.values()],
    async save(session) {
      sessions.set(session.hash, session);
    },
    async remove(hashes) {
      for (const hash of hashes) sessions.delete(hash);
    },
  };
}

/** Newest entries only; a lab that runs for days must not grow. */
const auditLength = 1000;

export function memoryStore(): Store {
  const audit: AuditEntry[] = [];
  return {
    ...memoryInventory(),
    homes: memoryHomes(),
    runs: memoryRuns(),
    applied: memoryApplied(),
    lastSeen: memoryLastSeen(),
    intents: memoryIntents(),
    tokens: memoryTokens(),
    audit: {
      async append(entry) {
        audit.push(entry);
        if (audit.length > auditLength) audit.shift();
      },
    },
    sessions: memorySessions(),
    installationId: 'practice-lab',
    // It lives as long as a lab, in which nothing becomes old.
    prune: async () => {},
    notice: null,
    close: async () => {},
  };
}
