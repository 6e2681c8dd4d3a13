import { useEffect, useMemo, useState } from 'react';
import type { ParsedList } from '#contract/nodes.ts';
import type { FaultView } from '#contract/faults/entry.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { complaint } from '#renderer/kit/complaint.ts';
import { nodeRules } from '../model/fields.ts';
import { addNodes, rowsOfPaste, unreadLines, type PastedRow } from '../model/node-list.ts';
import { useNote, useWizard } from '../wizard-context.ts';
import tables from '#renderer/kit/PlainTable.module.css';
import styles from './Nodes.module.css';

const words = t.wizard.nodes;
/** A pause in typing after which the list is read. */
const PAUSE_MS = 250;
/** More than anybody reads at once; thousands of rows would hold up the window. */
const mostProblems = 20;
const mostRows = 200;

interface Reading {
  readonly text: string;
  readonly parsed: ParsedList | null;
  readonly fault: FaultView | null;
}
const nothing: Reading = { text: '', parsed: null, fault: null };

function useParsed(text: string): Reading {
  const [reading, setReading] = useState(nothing);
  useEffect(() => {
    if (text.trim() === '') return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      api.nodes.parseList({ text }, { signal: stop.signal }).then(
        (parsed) => setReading({ text, parsed, fault: null }),
        (error: unknown) => !stop.signal.aborted && setReading({ text, parsed: null, fault: toFault(error) }),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  return text.trim() === '' ? nothing : reading;
}

/** A list from anywhere; what was understood is shown before anything is added, what was not says its line. */
export function PasteList() {
  const { content, draft } = useWizard();
  const [text, setText] = useNote('new.paste', '');
  const [user, setUser] = useNote('new.pasteUser', content.nodes.at(-1)?.user ?? 'ubuntu');
  const { parsed, fault, text: readText } = useParsed(text);
  const userProblem = complaint(nodeRules.user, user.trim());
  const rows = useMemo(() => (parsed === null ? [] : rowsOfPaste(parsed, content.nodes, user.trim())), [parsed, content.nodes, user]);
  const fresh = rows.filter((row) => row.duplicateOf === null);
  const add = (): void => {
    draft.edit((now) => addNodes(now, fresh));
    // What could not be read stays, so that it can be mended.
    setText(parsed === null ? '' : unreadLines(text, parsed));
  };
  return (
    <div className={styles.paste}>
      <TextField
        label={words.pasteLabel}
        hint={words.pasteHint}
        placeholder={words.pastePlaceholder}
        lines={5}
        mono
        value={text}
        onChange={setText}
      />
      {fault !== null && <FaultCard fault={fault} />}
      {parsed !== null && parsed.problems.length > 0 && <Problems parsed={parsed} />}
      {rows.length > 0 && <Rows rows={rows} />}
      <div className={styles.pasteFoot}>
        <div className={styles.pasteUser}>
          <TextField label={words.pasteUser} mono value={user} onChange={setUser} error={userProblem ?? undefined} />
        </div>
        <p role="status" className={styles.quiet}>
          {parsed === null ? words.pasteNothing : words.pasteFound(rows.length, parsed.problems.length)}
        </p>
        <Button look="primary" isDisabled={fresh.length === 0 || userProblem !== null || readText !== text} onPress={add}>
          {words.pasteAdd(fresh.length)}
        </Button>
      </div>
    </div>
  );
}

function Problems({ parsed: { problems } }: { readonly parsed: ParsedList }) {
  return (
    <section aria-label={words.pasteProblems} className={styles.problems} role="alert">
      <ul>
        {problems.slice(0, mostProblems).map((problem) => (
          <li key={`${problem.line} ${problem.message}`}>
            <strong>{words.pasteLine(problem.line)}</strong> <code>{visible(problem.text)}</code> <span>{problem.message}</span>
          </li>
        ))}
      </ul>
      <More count={problems.length - mostProblems} />
    </section>
  );
}

function More({ count }: { readonly count: number }) {
  return count > 0 && <p className={styles.quiet}>{words.pasteMore(count)}</p>;
}

function stateOf({ duplicateOf }: PastedRow): string {
  if (duplicateOf === null) return words.pasteNew;
  return 'node' in duplicateOf ? words.pasteInList(duplicateOf.node) : words.pasteTwice(duplicateOf.line);
}

function Rows({ rows }: { readonly rows: readonly PastedRow[] }) {
  const columns = words.pasteColumns;
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label={words.pasteTable}>
        <thead>
          <tr>
            <th scope="col">{columns.line}</th>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.address}</th>
            <th scope="col">{columns.user}</th>
            <th scope="col">{columns.state}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map((row) => (
            <tr key={`${row.line} ${row.address} ${row.port}`} className={row.duplicateOf === null ? undefined : tables.faint}>
              <td>{row.line}</td>
              <th scope="row">{row.name}</th>
              <td>
                <code>{row.port === 22 ? row.address : `${row.address}:${row.port}`}</code>
              </td>
              <td>
                <code>{row.user}</code>
              </td>
              <td>{stateOf(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More count={rows.length - mostRows} />
    </div>
  );
}
