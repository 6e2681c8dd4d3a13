import { Check, X } from 'lucide-react';
import type { Rung } from '#contract/nodes.ts';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import styles from './Access.module.css';

const words = t.wizard.access.doctor;

/** The state of one rung as a shape, with its word for those who do not see it. */
export function RungSign({ rung }: { readonly rung: Rung }) {
  const text = `${words.rungs[rung.rung]}: ${words.states[rung.state]}`;
  return (
    <span className={styles.sign} data-state={rung.state} title={text}>
      {rung.state === 'pass' && <Check size={14} strokeWidth={2.5} aria-hidden />}
      {rung.state === 'fail' && <X size={14} strokeWidth={2.5} aria-hidden />}
      {rung.state === 'running' && <StatusShape status="working" size={14} />}
      {rung.state === 'not-reached' && <span className={styles.dot} aria-hidden />}
      <span className="visually-hidden">{text}</span>
    </span>
  );
}
