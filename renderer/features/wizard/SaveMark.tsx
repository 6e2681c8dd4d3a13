import { Check } from 'lucide-react';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { formatInstant } from '#renderer/kit/format.ts';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { memberFault } from './model/member-fault.ts';
import { useWizard } from './wizard-context.ts';
import styles from './Wizard.module.css';

const words = t.wizard.save;

/** Says at all times whether what was typed is safe. */
export function SaveMark() {
  const { state, draft, page } = useWizard();
  const { save } = state;
  // Its page says which machine, why, and what can be done.
  if (page === 'nodes' && memberFault(save) !== null)
    return (
      <span className={styles.save} role="status">
        <StatusShape status="attention" /> {words.failed}
      </span>
    );
  if (save.state === 'failed') {
    const fault = toFault(save.error);
    return (
      <span className={styles.save} role="alert">
        <StatusShape status="failed" /> {words.failed}: {fault.what}
        <Button small onPress={() => void draft.flush()}>
          {words.again}
        </Button>
      </span>
    );
  }
  return (
    <span className={styles.save} role="status">
      {save.state === 'conflict' && (
        <>
          <StatusShape status="attention" /> {words.conflict}
        </>
      )}
      {save.state === 'saved' && (
        <span title={formatInstant(state.savedAt)} className={styles.saved}>
          <Check size={13} aria-hidden /> {words.saved}
        </span>
      )}
      {save.state === 'saving' && words.saving}
      {save.state === 'waiting' && words.waiting}
    </span>
  );
}

/** Two hands on one platform: what both changed, and whose shall count. */
export function ConflictNotice() {
  const { state, draft, content } = useWizard();
  const { save } = state;
  if (save.state !== 'conflict') return null;
  const names = save.paths.map((path) => nameOfPath(path, (id) => content.nodes.find((node) => node.id === id)?.name ?? id));
  return (
    <div role="alert" className={styles.conflict}>
      <StatusShape status="attention" size={16} />
      <div>
        <p className={styles.strong}>{words.conflictWhat}</p>
        <p>{words.conflictWhy([...new Set(names)].join(', '))}</p>
        <div className={styles.buttons}>
          <Button look="primary" onPress={() => void draft.overwrite()}>
            {words.overwrite}
          </Button>
          <Button onPress={() => draft.adopt()}>{words.reload}</Button>
        </div>
      </div>
    </div>
  );
}

function nameOfPath(path: string, nodeName: (id: string) => string): string {
  const [first = '', second = ''] = path.split('.');
  if (first === 'nodes') return t.wizard.paths.node(nodeName(second));
  const key = first === 'settings' ? second : first;
  return (
    Object.entries(t.wizard.paths)
      .find(([name, text]) => name === key && typeof text === 'string')?.[1]
      .toString() ?? path
  );
}
