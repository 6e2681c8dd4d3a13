import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import tables from '#renderer/kit/PlainTable.module.css';
import { Button } from '#renderer/kit/Button.tsx';
import { saveText } from '#renderer/kit/clipboard.ts';
import { CopyButton, Identifier } from '#renderer/kit/CopyButton.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import { YamlReader } from '../yaml/YamlReader.tsx';
import panel from '../panel.module.css';
import styles from './exchange.module.css';

const words = t.inventory.exchange.export;

export function AnsibleExport() {
  const { platformId, store } = useInventory();
  const { summary, seq } = useDraftState(store);
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['inventory', platformId, 'ansible', summary.id, seq],
    queryFn: ({ signal }) => api.inventory.ansible.export({ platformId, draftId: summary.id }, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  return (
    <div className={styles.part}>
      <p className={styles.intro}>{words.text}</p>
      {error !== null && <FaultCard fault={toFault(error)} onAction={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={8} />}
      {data !== undefined && <Exported {...data} isCurrent={!isPlaceholderData && error === null} />}
    </div>
  );
}

interface ExportedProps extends Awaited<ReturnType<typeof api.inventory.ansible.export>> {
  /** It is of the draft as it is now: an earlier one is not handed out as the newest. */
  readonly isCurrent: boolean;
}

function Exported({ fileName, text, environment, notes, isCurrent }: ExportedProps) {
  return (
    <>
      <div className={panel.acts}>
        <Button small icon={<Download size={13} />} isDisabled={!isCurrent} onPress={() => saveText(fileName, text, 'application/yaml')}>
          {words.download}
        </Button>
        <CopyButton text={text} what={words.what} words={words.copy} isDisabled={!isCurrent} />
        <span className={styles.command}>
          {words.command} <Identifier text={`ansible-inventory -i ${fileName} --list`} what={words.commandWhat} />
        </span>
      </div>
      {environment.length > 0 && <Environment environment={environment} />}
      {notes.length > 0 && (
        <section className={panel.section} aria-label={words.notes}>
          <h2>{words.notes}</h2>
          <ul>
            {notes.map((note) => (
              <li key={note}>{visible(note)}</li>
            ))}
          </ul>
        </section>
      )}
      <section className={panel.section} aria-label={words.shown}>
        <h2>{words.shown}</h2>
        <div className={styles.text}>
          <YamlReader text={text} />
        </div>
      </section>
    </>
  );
}

function Environment({ environment }: Pick<ExportedProps, 'environment'>) {
  return (
    <section className={panel.section} aria-label={words.environment}>
      <h2>{words.environment}</h2>
      <p className={styles.quiet}>{words.environmentText}</p>
      <div className={cx(tables.scroll, styles.variables)}>
        <table className={tables.table} aria-label={words.environment}>
          <thead>
            <tr>
              <th scope="col">{words.variable}</th>
              <th scope="col">{words.secret}</th>
            </tr>
          </thead>
          <tbody>
            {environment.map(({ variable, secret }) => (
              <tr key={variable}>
                <td>
                  <Identifier text={variable} what={words.variable} />
                </td>
                <td>
                  <code>{visible(secret)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
