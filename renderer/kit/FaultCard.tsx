import { ChevronRight, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import type { FaultView, RemedyAction } from '#contract/faults/entry.ts';
import { t } from '#renderer/texts/current.ts';
import { Button, IconButton } from './Button.tsx';
import { CopyButton } from './CopyButton.tsx';
import { cx } from './cx.ts';
import { visible } from './format.ts';
import styles from './FaultCard.module.css';
import { Prose } from './Prose.tsx';
import { StatusShape } from './StatusMark.tsx';

export interface FaultCardProps {
  readonly fault: FaultView;
  /** Called with the fault's own remedy; left out, no button is shown for it. */
  readonly onAction?: ((action: RemedyAction) => void) | undefined;
  readonly onDismiss?: (() => void) | undefined;
  /** Further buttons, after the remedy. */
  readonly children?: ReactNode;
  /** The loudest thing on the screen. */
  readonly loud?: boolean | undefined;
  /** For what heals by itself: asks for patience, not for an answer. */
  readonly mild?: boolean | undefined;
  readonly isPending?: boolean | undefined;
}

export function faultAsText(fault: FaultView): string {
  const details = Object.entries(fault.details).map(([key, value]) => `${key}: ${String(value)}`);
  return [fault.code, fault.what, fault.why, fault.todo, ...details].join('\n');
}

/** What happened, why, what to do; with its code and its remedy, staying until dismissed. */
export function FaultCard({ fault, onAction, onDismiss, children, loud = false, mild = false, isPending = false }: FaultCardProps) {
  const remedy = t.faults.remedies[fault.action];
  return (
    <section role={mild ? 'status' : 'alert'} className={cx(styles.card, loud && styles.loud, mild && styles.mild)}>
      <span className={styles.shape}>
        <StatusShape status={mild ? 'attention' : 'failed'} size={16} />
      </span>
      <div className={styles.words}>
        <p className={styles.what}>{visible(fault.what)}</p>
        <p className={styles.why}>{visible(fault.why)}</p>
        <p className={styles.todo}>
          <Prose text={fault.todo} />
        </p>
        <div className={styles.actions}>
          {onAction !== undefined && remedy !== '' && (
            <Button look="primary" isPending={isPending} onPress={() => onAction(fault.action)}>
              {remedy}
            </Button>
          )}
          {children}
        </div>
        <Details fault={fault} />
      </div>
      {onDismiss !== undefined && <IconButton small label={t.faults.dismiss} icon={<X size={14} />} onPress={onDismiss} />}
    </section>
  );
}

function Details({ fault }: { readonly fault: FaultView }) {
  return (
    <Disclosure className={styles.details ?? ''}>
      <AriaButton slot="trigger" className={styles.trigger ?? ''}>
        <ChevronRight size={14} aria-hidden /> {t.faults.code} <code>{fault.code}</code>
      </AriaButton>
      <DisclosurePanel>
        <dl className={styles.list}>
          {Object.entries(fault.details).map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{visible(String(value))}</dd>
            </div>
          ))}
        </dl>
        <CopyButton text={faultAsText(fault)} what={t.faults.code} words={t.faults.copy} />
      </DisclosurePanel>
    </Disclosure>
  );
}
