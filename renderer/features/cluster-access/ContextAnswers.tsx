import { Checkbox, RadioGroup } from '#renderer/kit/Choices.tsx';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './ClusterAccess.module.css';
import { shown, type Command } from './kubeconfig-choice.ts';
import type { ContextChoice } from './use-kubeconfig-form.ts';

const words = t.wizard.cluster.connect;

interface ContextAnswersProps {
  readonly choice: ContextChoice;
  /** The context that is in use; left out while none is. */
  readonly used?: string;
}

/** What a kubeconfig holds, and what has to be answered before it is used. */
export function ContextAnswers({ choice, used }: ContextAnswersProps) {
  const { report, context, choose, commands, allowed, allow } = choice;
  const others = report.commands.length > commands.length;
  return (
    <>
      <RadioGroup
        label={words.context}
        hint={words.contextHint}
        value={context?.name ?? null}
        options={report.contexts.map(({ name, server, user, current }) => ({
          value: name,
          label: labelOf(visible(name), used === undefined ? current && words.isCurrent : name === used && words.isUsed),
          hint: visible(words.contextOption(server, user)),
        }))}
        onChange={choose}
      />
      {commands.length > 0 && (
        <section className={styles.commands} aria-label={words.commands}>
          <h3>{words.commands}</h3>
          <p className={styles.soft}>{words.commandsIntro}</p>
          {commands.map((command) => (
            <Program key={command.hash} command={command} isAllowed={allowed.has(command.hash)} onAllow={(on) => allow(command.hash, on)} />
          ))}
        </section>
      )}
      {others && <p className={styles.soft}>{words.commandsOther}</p>}
      {report.warnings.length > 0 && (
        <section className={styles.warnings} aria-label={words.warnings}>
          <h3>{words.warnings}</h3>
          <ul>
            {report.warnings.map((warning) => (
              <li key={warning}>{visible(warning)}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

const labelOf = (name: string, mark: string | false): string => (mark === false ? name : `${name} (${mark})`);

interface ProgramProps {
  readonly command: Command;
  readonly isAllowed: boolean;
  readonly onAllow: (on: boolean) => void;
}
function Program({ command, isAllowed, onAllow }: ProgramProps) {
  return (
    <div className={styles.program}>
      <div>{visible(words.command(command.user))}</div>
      <code className={styles.argv}>{visible(shown(command.argv))}</code>
      {command.env.length > 0 && (
        <div>
          {words.commandWith}{' '}
          {command.env.map((pair) => (
            <code key={pair} className={styles.argv}>
              {visible(pair)}
            </code>
          ))}
        </div>
      )}
      <Checkbox isSelected={isAllowed} onChange={onAllow} hint={words.allowHint}>
        {words.allow}
      </Checkbox>
    </div>
  );
}
