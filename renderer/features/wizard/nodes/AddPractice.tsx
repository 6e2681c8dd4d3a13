import { FlaskConical } from 'lucide-react';
import type { PracticeNode } from '#contract/system.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { t } from '#renderer/texts/current.ts';
import { addNodes, freeName, occupant } from '../model/node-list.ts';
import { useWizard } from '../wizard-context.ts';
import styles from './Nodes.module.css';

const words = t.wizard.nodes;
const SSH_PORT = 22;

/** The simulated machines, all in one click. */
export function AddPractice({ machines }: { readonly machines: readonly PracticeNode[] }) {
  const { content, draft } = useWizard();
  const missing = machines.filter((machine) => occupant(content.nodes, { address: machine.address, port: SSH_PORT }) === undefined);
  const add = (): void =>
    draft.edit((now) => {
      const names = now.nodes.map((node) => node.name);
      const entries = missing.map((machine) => {
        const name = freeName(names, machine.name);
        names.push(name);
        return { address: machine.address, port: SSH_PORT, user: words.practiceUser, name };
      });
      return addNodes(now, entries);
    });
  return (
    <div className={styles.practice}>
      {missing.length > 0 && <p>{words.practiceIntro}</p>}
      <ul className={styles.machines}>
        {missing.map((machine) => (
          <li key={machine.name}>
            <strong>{machine.name}</strong> <code>{machine.address}</code> <span>{machine.title}</span>
            {machine.faults.length > 0 && <span className={styles.faults}>{words.practiceFaults(machine.faults.length)}</span>}
          </li>
        ))}
      </ul>
      {missing.length === 0 ? (
        <p role="status" className={styles.quiet}>
          {machines.length > 0 && words.practiceAdded}
        </p>
      ) : (
        <div>
          <Button look="primary" icon={<FlaskConical size={14} />} onPress={add}>
            {words.practiceAdd(missing.length)}
          </Button>
        </div>
      )}
    </div>
  );
}
