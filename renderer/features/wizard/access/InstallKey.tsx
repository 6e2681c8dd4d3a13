import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Node } from '#contract/nodes.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { RadioGroup, Segments } from '#renderer/kit/Choices.tsx';
import { Identifier } from '#renderer/kit/CopyButton.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Prose } from '#renderer/kit/Prose.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { installKeys } from '../install-key.ts';
import { jobsOf, isRefusal, passwordProblems, refusals } from '../model/passwords.ts';
import { effectOf, sudoAnswerOf, sudoAnswers, type SudoAnswer } from '../model/sudo-answer.ts';
import { useNote, useWizard } from '../wizard-context.ts';
import { PasswordFields } from './PasswordFields.tsx';
import { SudoRule } from './SudoRule.tsx';
import styles from './Access.module.css';

const words = t.wizard.access.install;

/** The password lives in this form; what becomes of it afterwards is answered beside it. */
export function InstallKey({ nodeIds, isBusy }: { readonly nodeIds: readonly string[]; readonly isBusy: boolean }) {
  const { content, found } = useWizard();
  const form = useInstallForm(nodeIds);
  const nodes = content.nodes.filter((node) => nodeIds.includes(node.id));
  const { install } = found;
  return (
    <section className={styles.section} aria-label={words.title}>
      <h2>{words.title}</h2>
      {install.running ? (
        <StatusMark status="working" word={[...install.doing.values()].at(-1) ?? words.running} />
      ) : (
        <>
          <p className={styles.soft}>{introOf(nodes.map((node) => node.name))}</p>
          {install.fault !== null && <FaultCard fault={install.fault} onAction={() => void form.run()} />}
          {install.faults.size > 0 && <Failures />}
          <Form nodes={nodes} form={form} isBusy={isBusy} />
          <PublicKey />
        </>
      )}
    </section>
  );
}
const introOf = (names: readonly string[]): string => (names.length === 1 ? words.introOne(names.join('')) : words.intro(names.join(', ')));

interface InstallForm {
  readonly each: boolean;
  readonly setEach: (each: boolean) => void;
  readonly passwords: Readonly<Record<string, string>>;
  readonly type: (passwords: Readonly<Record<string, string>>) => void;
  readonly problems: Readonly<Record<string, string>>;
  readonly sudo: SudoAnswer;
  readonly setSudo: (sudo: SudoAnswer) => void;
  readonly run: () => Promise<void>;
}

function useInstallForm(nodeIds: readonly string[]): InstallForm {
  const { found, content, session, platformId, draft } = useWizard();
  const [each, setEach] = useState(false);
  const [passwords, setPasswords] = useState<Readonly<Record<string, string>>>({});
  // Outlives a reload in the middle of the run, unlike the password.
  const [answered, setSudo] = useNote('access.sudo', sudoAnswers[0]);
  const sudo = sudoAnswerOf(answered);
  const [tried, setTried] = useState(false);
  const [retyped, setRetyped] = useState(false);
  const missing = passwordProblems({ nodeIds, each, passwords }, words.passwordMissing);
  const names = new Map(content.nodes.map((node) => [node.id, node.name]));
  const refused = refusals(found.install.faults, { each, names, say: words.refusedBy });
  const run = async (): Promise<void> => {
    setTried(true);
    if (Object.keys(missing).length > 0) return;
    const { alsoSudo, passwordlessSudo } = effectOf[sudo];
    const jobs = jobsOf({ nodeIds, each, passwords });
    const ok = await installKeys(
      { platformId, session, draft },
      jobs.map(({ nodeIds, password }) => ({ nodeIds, password, alsoSudo, passwordlessSudo })),
    );
    if (ok) setPasswords({});
    setTried(false);
    setRetyped(false);
  };
  const type = (typed: Readonly<Record<string, string>>): void => {
    setPasswords(typed);
    setRetyped(true);
  };
  const problems = { ...(retyped ? {} : refused), ...(tried ? missing : {}) };
  return { each, setEach, passwords, type, problems, sudo, setSudo, run };
}

interface FormProps {
  readonly nodes: readonly Node[];
  readonly form: InstallForm;
  readonly isBusy: boolean;
}
function Form({ nodes, form, isBusy }: FormProps) {
  const { info } = useWizard();
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void form.run();
      }}
    >
      {nodes.length > 1 && (
        <Segments
          label={words.mode}
          value={form.each ? 'each' : 'same'}
          options={[
            { value: 'same', label: words.same },
            { value: 'each', label: words.each },
          ]}
          onChange={(mode) => form.setEach(mode === 'each')}
        />
      )}
      <PasswordFields
        nodes={nodes}
        each={form.each}
        passwords={form.passwords}
        problems={form.problems}
        onChange={form.type}
        hint={info?.mode === 'practice' ? words.practiceHint : undefined}
      />
      <RadioGroup
        label={words.sudo}
        value={form.sudo}
        options={sudoAnswers.map((value) => ({ value, label: words.sudoAnswers[value], hint: words.sudoHints[value] }))}
        onChange={form.setSudo}
      />
      {form.sudo === 'rule' && <SudoRule nodes={nodes} />}
      <div>
        <Button type="submit" look="primary" icon={<KeyRound size={14} />} isPending={isBusy}>
          {words.button(nodes.length)}
        </Button>
      </div>
    </form>
  );
}

function Failures() {
  const { found, content } = useWizard();
  const { install } = found;
  const name = (id: string) => content.nodes.find((node) => node.id === id)?.name ?? id;
  // Refused passwords are said at their field.
  const others = [...install.faults].filter(([, fault]) => !isRefusal(fault));
  return (
    <div role="alert" className={styles.failures}>
      <p className={styles.strong}>{words.failed(install.faults.size)}</p>
      {others.length > 0 && (
        <ul>
          {others.map(([nodeId, fault]) => (
            <li key={nodeId}>
              <strong>{name(nodeId)}</strong>: {fault.what} <Prose text={fault.todo} />
            </li>
          ))}
        </ul>
      )}
      {install.runId !== null && <Link to={paths.run(install.runId)}>{words.log}</Link>}
    </div>
  );
}

function PublicKey() {
  const { data, error } = useQuery({
    queryKey: ['public-key'],
    queryFn: ({ signal }) => api.nodes.publicKey(undefined, { signal }),
    staleTime: Infinity,
  });
  if (error !== null) return <FaultCard fault={toFault(error)} />;
  return (
    <div className={styles.publicKey}>
      <h3>{words.publicKey}</h3>
      {data !== undefined && <Identifier text={data.publicKey.trim()} what={words.publicKey} />}
      <p className={styles.faint}>{words.publicKeyHint}</p>
    </div>
  );
}
