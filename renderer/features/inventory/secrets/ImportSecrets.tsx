import { useMutation } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { RadioGroup } from '#renderer/kit/Choices.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { FormDialog } from '#renderer/kit/FormDialog.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { askAnew } from '../ask-anew.ts';
import styles from './secrets.module.css';

const words = t.inventory.secrets.import;
const head = '-----BEGIN AGE ENCRYPTED FILE-----';
const longest = 8_000_000;
const answers = [
  { value: 'keep', label: words.keep },
  { value: 'replace', label: words.replace },
] as const;

interface Chosen {
  readonly name: string;
  /** Null: no sealed file. */
  readonly sealed: string | null;
}

async function readSealed(file: File): Promise<Chosen> {
  const sealed = file.size > longest ? '' : await file.text();
  return { name: file.name, sealed: sealed.trimStart().startsWith(head) ? sealed : null };
}

export interface ImportSecretsProps {
  readonly platformId: string;
  readonly onClose: () => void;
}

export function ImportSecrets({ platformId, onClose }: ImportSecretsProps) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [existing, setExisting] = useState<'keep' | 'replace'>('keep');
  const sealed = chosen?.sealed ?? null;
  const bring = useMutation({
    mutationFn: (text: string) => api.inventory.secrets.import({ platformId, sealed: text, passphrase, existing }),
    onSuccess: () => void askAnew(platformId),
    gcTime: 0,
  });
  if (bring.data !== undefined) return <Result outcome={bring.data} onClose={onClose} />;
  const isReady = sealed !== null && passphrase !== '';
  return (
    <FormDialog
      title={words.title}
      action={words.action}
      isReady={isReady}
      isPending={bring.isPending}
      onSubmit={() => sealed !== null && bring.mutate(sealed)}
      onClose={onClose}
    >
      <div className={styles.file}>
        <FileTrigger onSelect={(files) => files?.[0] !== undefined && void readSealed(files[0]).then(setChosen)}>
          <Button icon={<FileUp size={14} />}>{words.choose}</Button>
        </FileTrigger>
        <span role="status" className={styles.quiet}>
          {chosen === null ? words.none : words.chosen(visible(chosen.name))}
        </span>
      </div>
      {chosen !== null && sealed === null && <p className={styles.wrong}>{words.unreadable}</p>}
      <TextField secret label={words.passphrase} value={passphrase} onChange={setPassphrase} autoComplete="off" />
      <RadioGroup label={words.existing} value={existing} options={answers} onChange={setExisting} />
      {bring.error !== null && <FaultCard fault={toFault(bring.error)} onDismiss={bring.reset} />}
    </FormDialog>
  );
}

interface Outcome {
  readonly added: readonly string[];
  readonly replaced: readonly string[];
  readonly kept: readonly string[];
}

function Result({ outcome: { added, replaced, kept }, onClose }: { readonly outcome: Outcome; readonly onClose: () => void }) {
  const footer = (
    <Button look="primary" onPress={onClose}>
      {t.kit.close}
    </Button>
  );
  const lines = [
    ...(added.length === 0 ? [] : [words.added(added)]),
    ...(replaced.length === 0 ? [] : [words.replaced(replaced)]),
    ...(kept.length === 0 ? [] : [words.left(kept)]),
  ];
  return (
    <Dialog title={words.title} isOpen onClose={onClose} footer={footer}>
      <div className={styles.result} role="status">
        <p>
          <StatusMark status="ready" word={words.result} />
        </p>
        {lines.length === 0 && <p>{words.nothing}</p>}
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </Dialog>
  );
}
