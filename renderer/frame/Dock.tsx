import { X } from 'lucide-react';
import { useCallback, useState } from 'react';
import { RunLog } from '#renderer/features/runs/RunLog.tsx';
import type { LogScope } from '#renderer/features/runs/RunLog.tsx';
import { mostInteresting } from '#renderer/features/runs/run-model.ts';
import { useRun } from '#renderer/features/runs/use-run.ts';
import { IconButton } from '#renderer/kit/Button.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { Tabs } from '#renderer/kit/Tabs.tsx';
import { t } from '#renderer/texts/current.ts';
import styles from './Dock.module.css';
import { panels, usePanels } from './panels.ts';
import { useEscape } from './shortcuts.ts';

/** Logs that stay while the page changes. */
export function Dock() {
  const { dock, dockTab } = usePanels();
  const close = useCallback(() => panels.closeDock(), []);
  useEscape(close, dock.length > 0);
  if (dockTab === null) return null;
  return (
    <section aria-label={t.frame.dock.label} className={styles.dock}>
      <Tabs
        label={t.frame.dock.label}
        items={dock.map((tab) => ({ id: tab.runId, title: tab.title }))}
        value={dockTab}
        onChange={panels.showDockTab}
      >
        <DockedLog key={dockTab} runId={dockTab} />
      </Tabs>
      <div className={styles.close}>
        <IconButton small label={t.frame.dock.close} icon={<X size={14} />} onPress={close} />
      </div>
    </section>
  );
}

function DockedLog({ runId }: { readonly runId: string }) {
  const { run, store } = useRun(runId);
  const [scope, setScope] = useState<LogScope>('all');
  if (run === null) return <Skeleton />;
  return <RunLog run={run} store={store} scope={scope} task={mostInteresting(run)} hasSelection={false} onScope={setScope} />;
}
