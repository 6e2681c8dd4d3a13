import { Wrench } from 'lucide-react';
import { useState } from 'react';
import type { FaultView } from '#contract/faults/entry.ts';
import type { PreflightCell } from '#contract/nodes.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { mend } from '../mend.ts';
import { cellKey } from '../model/preflight-table.ts';
import { useWizard } from '../wizard-context.ts';
import styles from './Preflight.module.css';

const words = t.wizard.preflight;

/** What Hearth would change, and the button that does it. */
export function Mending({ cell, fix }: { readonly cell: PreflightCell; readonly fix: NonNullable<PreflightCell['fix']> }) {
  const { platformId, session, draft, found } = useWizard();
  const before = found.mended.get(cellKey(cell));
  const [state, setState] = useState<{ readonly running: boolean; readonly fault: FaultView | null }>({ running: false, fault: null });
  const start = async (): Promise<void> => {
    setState({ running: true, fault: null });
    setState({ running: false, fault: await mend({ platformId, session, draft }, cell) });
  };
  return (
    <div className={styles.mending}>
      <p>{words.willChange}</p>
      <ul>
        {fix.changes.map((change) => (
          <li key={change}>{visible(change)}</li>
        ))}
      </ul>
      {before !== undefined && !state.running && <p role="status">{words.notEnough(visible(before), visible(cell.found))}</p>}
      <Button icon={<Wrench size={14} />} isPending={state.running} onPress={() => void start()}>
        {state.running ? words.mending : visible(fix.title)}
      </Button>
      {state.fault !== null && <FaultCard fault={state.fault} onAction={() => void start()} />}
    </div>
  );
}
