// Asks the cluster what it is and what may be done in it; the answer lands in the session.
import { useEffect } from 'react';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import type { Asking } from '../find-out.ts';
import { withFoundClasses } from '../model/distribution.ts';
import { useWizard } from '../wizard-context.ts';

export async function checkAccess({ platformId, session, draft }: Asking): Promise<void> {
  const before = session.snapshot().cluster;
  if (before.running) return;
  session.set({ cluster: { ...before, running: true, fault: null } });
  try {
    const access = await api.cluster.checkAccess({ platformId });
    session.set({ cluster: { running: false, access, fault: null } });
    draft.edit((now) => withFoundClasses(now, access.storageClasses));
  } catch (error) {
    session.set({ cluster: { running: false, access: null, fault: toFault(error) } });
  }
}

/** Asks once for an existing cluster that is connected and of which nothing is known yet. */
export function useClusterAccess(): void {
  const { platformId, session, draft, found, content, connected } = useWizard();
  const { running, access, fault } = found.cluster;
  const isWanted = content.distribution === 'existing' && connected && !running && access === null && fault === null;
  useEffect(() => {
    if (isWanted) void checkAccess({ platformId, session, draft });
  }, [isWanted, platformId, session, draft]);
}
