import { useQuery } from '@tanstack/react-query';
import { Download, FileUp } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { fileSlug } from '#renderer/kit/file-slug.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { saveText } from '#renderer/kit/clipboard.ts';
import { visible } from '#renderer/kit/format.ts';
import { toast } from '#renderer/kit/toast-store.ts';
import { platformQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import { undoOfNow } from '../undo.ts';
import panel from '../panel.module.css';
import styles from './exchange.module.css';
import { isText } from './files.ts';

const words = t.inventory.exchange.yaml;
const longest = 8_000_000;

/** The document itself, byte for byte. */
export function OwnFile() {
  const { platformId, store } = useInventory();
  const { data: platform } = useQuery(platformQuery(platformId));
  const [problem, setProblem] = useState<string | null>(null);
  const name = `${fileSlug(platform?.name ?? '')}.hearth.yaml`;
  const open = async (file: File): Promise<void> => {
    const text = file.size > longest * 4 ? null : await file.text();
    if (text === null || text.length > longest) return setProblem(words.tooLong);
    if (!isText(text)) return setProblem(words.notText);
    setProblem(null);
    const shown = visible(file.name);
    if (text === store.text().toString()) return toast(words.same(shown));
    store.replace(text, words.label(shown));
    return toast(words.opened(shown), undoOfNow(store));
  };
  return (
    <div className={styles.part}>
      <p className={styles.intro}>{words.text}</p>
      <div className={panel.acts}>
        <Button icon={<Download size={14} />} onPress={() => saveText(name, store.text().toString(), 'application/yaml')}>
          {words.download}
        </Button>
        <FileTrigger onSelect={(files) => files?.[0] !== undefined && void open(files[0])}>
          <Button icon={<FileUp size={14} />}>{words.open}</Button>
        </FileTrigger>
        <span className={styles.quiet}>{words.openHint}</span>
      </div>
      {problem !== null && (
        <p role="alert" className={styles.wrong}>
          {problem}
        </p>
      )}
    </div>
  );
}
