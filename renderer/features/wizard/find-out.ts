// What the wizard asks of machines; every answer lands in the session, every failure as a fault beside its machine.
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import type { Draft } from './model/draft.ts';
import { basisOf, withCell } from './model/preflight-table.ts';
import type { Session } from './model/session.ts';

export interface Asking {
  readonly platformId: string;
  readonly session: Session;
  readonly draft: Draft;
}

/** What is asked must be about what is on the screen: unsaved answers go first. */
const stored = async ({ draft }: Asking): Promise<void> => void (await draft.flush());

export async function readHostKey(asking: Asking, nodeId: string): Promise<void> {
  const { session, platformId } = asking;
  session.onAccess(nodeId, { type: 'reading' });
  try {
    await stored(asking);
    const key = await api.nodes.readHostKey({ platformId, nodeId });
    session.onAccess(nodeId, { type: 'seen', key });
    if (key.state === 'trusted') await checkNode(asking, nodeId);
  } catch (error) {
    session.onAccess(nodeId, { type: 'failed', fault: toFault(error) });
    // The doctor says on which rung it stands; it stops before anything secret is sent.
    await checkNode(asking, nodeId);
  }
}

export async function trustHostKey(asking: Asking, nodeId: string, fingerprint: string): Promise<void> {
  const { session, platformId, draft } = asking;
  try {
    await stored(asking);
    await api.nodes.trustHostKey({ platformId, nodeId, fingerprint });
    session.onAccess(nodeId, { type: 'trusted' });
    await draft.refresh();
    await checkNode(asking, nodeId);
  } catch (error) {
    session.onAccess(nodeId, { type: 'failed', fault: toFault(error) });
  }
}

/** The connection doctor on one machine, rung by rung. */
export async function checkNode(asking: Asking, nodeId: string): Promise<void> {
  const { session, platformId } = asking;
  session.onAccess(nodeId, { type: 'checking' });
  try {
    await stored(asking);
    for await (const rung of await api.nodes.doctor({ platformId, nodeId })) session.onAccess(nodeId, { type: 'rung', rung });
    session.onAccess(nodeId, { type: 'checked' });
  } catch (error) {
    session.onAccess(nodeId, { type: 'failed', fault: toFault(error) });
  }
}

/** Reads all machines, then checks them; the cells arrive one by one. */
export async function runPreflight(asking: Asking, nodeIds: readonly string[]): Promise<void> {
  const { session, platformId, draft } = asking;
  if (session.snapshot().preflight.running) return;
  const basis = basisOf(draft.state.content);
  session.set({ cells: new Map(), unread: new Map(), preflight: { running: true, at: null, fault: null, basis } });
  try {
    await stored(asking);
    await gatherFacts(asking, nodeIds);
    await draft.refresh();
    for await (const cell of await api.nodes.preflight({ platformId })) {
      session.set({ cells: withCell(session.snapshot().cells, cell) });
    }
    session.set({ preflight: { running: false, at: Date.now(), fault: null, basis } });
  } catch (error) {
    session.set({ preflight: { running: false, at: Date.now(), fault: toFault(error), basis } });
  }
}

async function gatherFacts({ platformId, session }: Asking, nodeIds: readonly string[]): Promise<void> {
  for await (const { nodeId, fault } of await api.nodes.gatherFacts({ platformId, nodeIds: [...nodeIds] })) {
    if (fault !== null) session.set({ unread: new Map(session.snapshot().unread).set(nodeId, fault) });
  }
}
