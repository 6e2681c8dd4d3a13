import { useNavigate } from 'react-router';
import { nodeActPath } from '#renderer/features/life/node-acts.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { memberFault } from '../model/member-fault.ts';
import { useWizard } from '../wizard-context.ts';
import styles from '../Wizard.module.css';

const words = t.wizard.member;

/** A machine that works in the cluster was taken from the list, or called otherwise: it stays, and the run that does it is offered. */
export function MemberNotice() {
  const { platformId, state, draft } = useWizard();
  const navigate = useNavigate();
  const fault = memberFault(state.save);
  if (fault === null) return null;
  const { nodeId, host, renamed } = fault.details;
  const act = renamed === '' ? 'remove' : 'rename';
  const keep = () => draft.keepMachine(String(nodeId));
  const lead = async (): Promise<void> => {
    await keep();
    await navigate(nodeActPath(platformId, String(host), act));
  };
  return (
    <div role="alert" className={styles.conflict}>
      <StatusShape status="attention" size={16} />
      <div>
        <p className={styles.strong}>{fault.what}</p>
        <p>{fault.why}</p>
        <p>{fault.todo}</p>
        <div className={styles.buttons}>
          <Button look="primary" onPress={() => void keep()}>
            {act === 'remove' ? words.keepInList : words.keepName}
          </Button>
          <Button onPress={() => void lead()}>{words[act]}</Button>
        </div>
      </div>
    </div>
  );
}
