// The real server over a practice engine, in this process, for tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scope, type Scope } from '#contract/base.ts';
import { openSessions, type Sessions } from '#core/access/sessions.ts';
import { createToken } from '#core/access/tokens.ts';
import { openEngine, type Engine } from '#engine/compose.ts';
import { randomness } from '#engine/randomness.ts';
import { listen } from '../listen.ts';
import { createOpenAnswers } from '../open-answers.ts';

export interface House {
  readonly port: number;
  readonly engine: Engine;
  readonly sessions: Sessions;
  /** A bearer token with these scopes; all when left out. */
  token(scopes?: readonly Scope[]): Promise<{ readonly id: string; readonly value: string }>;
  close(): Promise<void>;
}

export async function openHouse(windowDir = '/nowhere'): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-house-'));
  const engine = await openEngine({ mode: 'practice', host: 'browser', dataDir: folder, restoreBackup: false });
  const { access, clock, log, store } = engine.ports;
  const sessions = await openSessions({ store: store.sessions, clock, randomness, log });
  const listening = await listen(0);
  const open = createOpenAnswers();
  engine.onTokenRevoked((tokenId) => open.end(tokenId));
  listening.serve({ engine: engine.ports, access, sessions, open, port: listening.port, windowDir });
  return {
    port: listening.port,
    engine,
    sessions,
    token: (scopes = scope.options) => createToken(access, { label: 'test', scopes, expiresInDays: null }),
    async close() {
      await listening.close();
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
