import { LockOpen } from 'lucide-react';
import { useState } from 'react';
import type { FaultView } from '#contract/faults/entry.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Checkbox } from '#renderer/kit/Choices.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { checkNode } from '../find-out.ts';
import { installKeys } from '../install-key.ts';
import { accessOf, failedRung } from '../model/access.ts';
import { useWizard } from '../wizard-context.ts';
import { SudoRule } from './SudoRule.tsx';
import styles from './Access.module.css';

const words = t.wizard.access.sudo;

/** For this session in memory, and where wanted for good, by a rule that is shown before it is written. */
export function SudoPassword({ nodeIds, isBusy }: { readonly nodeIds: readonly string[]; readonly isBusy: boolean }) {
  const { content, found, session, platformId, draft } = useWizard();
  const asking = { platformId, session, draft };
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [rule, setRule] = useState(false);
  const [fault, setFault] = useState<FaultView | null>(null);
  const [pending, setPending] = useState(false);
  const nodes = content.nodes.filter((node) => nodeIds.includes(node.id));
  const wrong = nodes
    .map((node) => failedRung(accessOf(found.access, node.id))?.fault)
    .find((each) => each?.code === 'SUDO_PASSWORD_WRONG');
  const unlock = async (): Promise<void> => {
    if (password === '') return setProblem(t.wizard.access.install.passwordMissing);
    setPending(true);
    setFault(null);
    try {
      await api.nodes.unlock({ platformId, nodeIds: [...nodeIds], password });
      if (rule) await installKeys(asking, [{ nodeIds, password, alsoSudo: false, passwordlessSudo: true }]);
      else await Promise.all(nodeIds.map((nodeId) => checkNode(asking, nodeId)));
    } catch (error) {
      setFault(toFault(error));
    }
    setPending(false);
  };
  return (
    <section className={styles.section} aria-label={words.title}>
      <h2>{words.title}</h2>
      <p className={styles.soft}>{words.intro(nodes.map((node) => node.name).join(', '))}</p>
      {fault !== null && <FaultCard fault={fault} onAction={() => void unlock()} />}
      <form
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void unlock();
        }}
      >
        <div className={styles.password}>
          <TextField
            secret
            label={words.password}
            hint={words.hint}
            value={password}
            error={problem ?? wrong?.what}
            onChange={(text) => {
              setPassword(text);
              setProblem(undefined);
            }}
          />
        </div>
        <Checkbox isSelected={rule} onChange={setRule} hint={words.ruleHint}>
          {words.rule}
        </Checkbox>
        {rule && <SudoRule nodes={nodes} />}
        <div>
          <Button type="submit" look="primary" icon={<LockOpen size={14} />} isPending={pending || isBusy}>
            {words.button(nodes.length)}
          </Button>
        </div>
      </form>
    </section>
  );
}
