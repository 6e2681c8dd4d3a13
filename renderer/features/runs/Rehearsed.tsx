import { ChevronRight } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import type { Run } from '#contract/runs.ts';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { rehearsedParts, rehearsedSum } from './run-model.ts';
import type { RehearsedPart } from './run-model.ts';
import styles from './Rehearsed.module.css';

const words = t.runs.rehearsed;

export interface RehearsedProps {
  readonly run: Run;
  readonly nodeName: (id: string) => string;
}

/** What a dry run has found: for each machine and in all, with every change in words. */
export function Rehearsed({ run, nodeName }: RehearsedProps) {
  if (run.kind !== 'rehearse' || run.state !== 'done') return null;
  const parts = rehearsedParts(run);
  const nameOf = ({ nodeId }: RehearsedPart) => (nodeId === null ? words.cluster : nodeName(nodeId));
  const sum = rehearsedSum(run.tasks);
  return (
    <section className={styles.part} aria-label={words.sum}>
      <table className={styles.table} aria-label={words.sum}>
        <thead>
          <tr>
            <th scope="col">{words.where}</th>
            <th scope="col">{words.changes}</th>
            <th scope="col">{words.so}</th>
            <th scope="col">{words.open}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.nodeId ?? ''}>
              <th scope="row">{nameOf(part)}</th>
              <td>{part.change}</td>
              <td>{part.so}</td>
              <td>{part.open}</td>
            </tr>
          ))}
          <tr className={styles.all}>
            <th scope="row">{words.inAll}</th>
            <td>{sum.change}</td>
            <td>{sum.so}</td>
            <td>{sum.open}</td>
          </tr>
        </tbody>
      </table>
      {parts
        .filter(({ changes }) => changes.length > 0)
        .map((part) => (
          <Disclosure key={part.nodeId ?? ''}>
            <AriaButton slot="trigger" className={styles.trigger ?? ''}>
              <ChevronRight size={14} aria-hidden /> {words.list(nameOf(part), part.changes.length)}
            </AriaButton>
            <DisclosurePanel>
              <ul className={styles.changes}>
                {part.changes.map((change) => (
                  <li key={change}>{visible(change)}</li>
                ))}
              </ul>
            </DisclosurePanel>
          </Disclosure>
        ))}
    </section>
  );
}
