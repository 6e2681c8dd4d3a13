import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { FileUp, FolderUp } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import type { AnsibleFile, AnsibleImport as Imported, ImportNote } from '#contract/inventory/ansible.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { TextField } from '#renderer/kit/TextField.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { askAnew } from '../ask-anew.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import { pageInput, useKept } from '../kept-input.ts';
import { undoOfNow } from '../undo.ts';
import { YamlReader } from '../yaml/YamlReader.tsx';
import panel from '../panel.module.css';
import styles from './exchange.module.css';
import { mostFiles, takeFiles, worthReading } from './files.ts';
import type { TakenFiles } from './files.ts';

const words = t.inventory.exchange.import;
interface SourcesOfImport {
  readonly pasted: string;
  readonly taken: TakenFiles | null;
}
const noSources: SourcesOfImport = { pasted: '', taken: null };
/** Inventories of Ansible hold passwords in clear. */
const keptSources = pageInput(noSources);

/** A pause in typing after which the text is read. */
const pauseMs = 300;
const mostNotes = 300;

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

/** Each choice of files is a question of its own. */
function usePreview(platformId: string, files: readonly AnsibleFile[]) {
  return useQuery({
    queryKey: ['inventory', platformId, 'ansible-preview', useDeferredValue(files)],
    queryFn: ({ signal }) => api.inventory.ansible.preview({ platformId, files: [...files] }, { signal }),
    enabled: files.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
}

export function AnsibleImport() {
  const { platformId } = useInventory();
  const [{ pasted, taken }, keep] = useKept(keptSources, platformId);
  const text = usePaused(pasted);
  const files = taken?.files ?? (text.trim() === '' ? [] : [{ path: 'hosts', text }]);
  const { data, error, isPlaceholderData, refetch } = usePreview(platformId, files);
  const isAsked = files.length > 0;
  const isCurrent = isAsked && !isPlaceholderData && (taken !== null || text === pasted);
  return (
    <div className={styles.part}>
      <p className={styles.intro}>{words.text}</p>
      <Sources taken={taken} onTaken={(chosen) => keep({ pasted, taken: chosen })} />
      {taken === null && (
        <TextField
          label={words.paste}
          hint={words.pasteHint}
          lines={8}
          mono
          value={pasted}
          onChange={(typed) => keep({ pasted: typed, taken: null })}
        />
      )}
      {isAsked && error !== null && <FaultCard fault={toFault(error)} onAction={() => void refetch()} />}
      {isAsked && data !== undefined && <Preview imported={data} files={files} isCurrent={isCurrent} onDone={() => keep(noSources)} />}
    </div>
  );
}

interface SourcesProps {
  readonly taken: TakenFiles | null;
  readonly onTaken: (taken: TakenFiles | null) => void;
}

/** Files or a whole folder; what was left out is named. */
function Sources({ taken, onTaken }: SourcesProps) {
  const [isTooMany, setTooMany] = useState(false);
  const take = async (list: FileList | null): Promise<void> => {
    if (list === null) return;
    const tooMany = worthReading(Array.from(list)).length > mostFiles;
    setTooMany(tooMany);
    onTaken(tooMany ? null : await takeFiles(Array.from(list)));
  };
  return (
    <>
      <div className={panel.acts}>
        <FileTrigger allowsMultiple onSelect={(list) => void take(list)}>
          <Button icon={<FileUp size={14} />}>{words.files}</Button>
        </FileTrigger>
        <FileTrigger acceptDirectory onSelect={(list) => void take(list)}>
          <Button icon={<FolderUp size={14} />}>{words.folder}</Button>
        </FileTrigger>
        {taken === null ? (
          <span className={styles.quiet}>{words.folderHint}</span>
        ) : (
          <>
            <span role="status">{words.chosen(taken.files.length)}</span>
            <Button look="quiet" onPress={() => onTaken(null)}>
              {words.forget}
            </Button>
          </>
        )}
      </div>
      {isTooMany && <p className={styles.wrong}>{words.tooMany}</p>}
      {taken?.left.map(({ name, why }) => (
        <p key={name} className={styles.wrong}>
          {words[why](visible(name))}
        </p>
      ))}
    </>
  );
}

interface PreviewProps {
  readonly imported: Imported;
  readonly files: readonly AnsibleFile[];
  /** It is of what is chosen now. */
  readonly isCurrent: boolean;
  readonly onDone: () => void;
}

function Preview({ imported, files, isCurrent, onDone }: PreviewProps) {
  const { platformId, store } = useInventory();
  const { summary, sync } = useDraftState(store);
  const isEmpty = imported.nodes + imported.groups + imported.variables === 0;
  const bring = useMutation({
    mutationFn: () => api.inventory.ansible.import({ platformId, draftId: summary.id, files: [...files] }),
    onSuccess: ({ draft, imported: { nodes } }) => {
      store.receive({ kind: 'whole', draft });
      void askAnew(platformId);
      toast(words.done(nodes), undoOfNow(store));
      onDone();
    },
  });
  return (
    <>
      <div className={panel.acts}>
        <p role="status" className={styles.found}>
          {isEmpty ? words.nothing : words.found(imported)}
        </p>
        <Button
          look="primary"
          isDisabled={isEmpty || !isCurrent || sync !== 'kept'}
          isPending={bring.isPending}
          onPress={() => bring.mutate()}
        >
          {words.action}
        </Button>
      </div>
      {bring.error !== null && <FaultCard fault={toFault(bring.error)} onDismiss={bring.reset} />}
      <Notes notes={imported.notes} />
      <section className={panel.section} aria-label={words.preview}>
        <h2>{words.preview}</h2>
        <div className={styles.text}>
          <YamlReader text={imported.text} />
        </div>
      </section>
    </>
  );
}

function Notes({ notes }: { readonly notes: readonly ImportNote[] }) {
  if (notes.length === 0) return <p className={styles.quiet}>{words.noNotes}</p>;
  return (
    <section className={panel.section} aria-label={words.notes(notes.length)}>
      <h2>{words.notes(notes.length)}</h2>
      <div className={styles.notes} role="group" tabIndex={0} aria-label={words.notes(notes.length)}>
        <ul>
          {notes.slice(0, mostNotes).map(({ file, line, message }) => (
            <li key={`${file} ${line} ${message}`}>
              {file !== '' && <code>{visible(words.line(file, line))}: </code>}
              {visible(message)}
            </li>
          ))}
        </ul>
        {notes.length > mostNotes && <p className={styles.quiet}>{words.more(notes.length - mostNotes)}</p>}
      </div>
    </section>
  );
}
