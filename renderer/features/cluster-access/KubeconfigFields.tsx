import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useQuery } from '@tanstack/react-query';
import { api } from '#renderer/api.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { toFault } from '#renderer/faults.ts';
import { systemQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './ClusterAccess.module.css';
import { ContextAnswers } from './ContextAnswers.tsx';
import { longestKubeconfig, textOfFile } from './kubeconfig-choice.ts';
import type { KubeconfigForm } from './use-kubeconfig-form.ts';

const words = t.wizard.cluster.connect;

interface KubeconfigFieldsProps {
  readonly form: KubeconfigForm;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Tries again to connect. */
  readonly onAgain: () => void;
}

/** Paste it, choose the file or drop it; what is in it is shown as soon as it can be read. */
export function KubeconfigFields({ form, text, onText, onAgain }: KubeconfigFieldsProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File): Promise<void> => {
    const read = await textOfFile(file);
    setProblem(read.ok ? null : words[read.why]);
    if (read.ok) onText(read.text);
  };
  const tooLong = text.length > longestKubeconfig ? words.tooLong : null;
  return (
    <div className={styles.form}>
      <DropZone
        className={styles.drop ?? ''}
        aria-label={words.drop}
        onDrop={({ items }) => {
          const file = items.find((item) => item.kind === 'file');
          if (file?.kind === 'file') void file.getFile().then(take);
        }}
      >
        <TextField
          label={words.field}
          hint={words.fieldHint}
          error={problem ?? tooLong ?? undefined}
          lines={text === '' ? 6 : 4}
          mono
          value={text}
          onChange={(typed) => {
            setProblem(null);
            onText(typed);
          }}
        />
        <div className={styles.sources}>
          <FileTrigger onSelect={(files) => files?.[0] !== undefined && void take(files[0])}>
            <Button small icon={<FileUp size={13} />}>
              {words.choose}
            </Button>
          </FileTrigger>
          <span className={styles.soft}>{words.drop}</span>
          <Practice onText={onText} />
        </div>
      </DropZone>
      {form.fault !== null && <FaultCard fault={form.fault} onAction={() => (form.readAgain ?? onAgain)()} />}
      {form.choice !== null && <ContextAnswers choice={form.choice} />}
    </div>
  );
}

/** In the practice lab there is a cluster to try it with. */
function Practice({ onText }: Pick<KubeconfigFieldsProps, 'onText'>) {
  const { data: info } = useQuery(systemQuery);
  const [fault, setFault] = useState<unknown>(null);
  if (info?.mode !== 'practice') return null;
  const take = (): void => void api.practice.kubeconfig().then(({ yaml }) => onText(yaml), setFault);
  return (
    <>
      <Button small onPress={take}>
        {words.practice}
      </Button>
      {fault !== null && <FaultCard fault={toFault(fault)} onAction={take} />}
    </>
  );
}
