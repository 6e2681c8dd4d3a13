import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { t } from '#renderer/texts/current.ts';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import { Dialog } from './Dialog.tsx';
import styles from './Dialog.module.css';
import { TextField } from './TextField.tsx';

/**
 * How much is at stake. What can be undone asks nothing (see Toast). restart: one click that names the effect.
 * data: the exact list and the typed name. breaks: a typed phrase and a reason.
 */
export type ConfirmTier =
  | { readonly tier: 'restart'; readonly objects?: readonly string[] }
  | { readonly tier: 'data'; readonly objects: readonly string[]; readonly name: string }
  | { readonly tier: 'breaks'; readonly objects: readonly string[]; readonly name: string };

export interface ConfirmProps {
  readonly title: string;
  /** What will happen, in a sentence or two. */
  readonly effect: string;
  /** Verb and object, such as "Cancel run". */
  readonly action: string;
  /** The way out, where "Cancel" could be misread. */
  readonly keep?: string | undefined;
  readonly stake: ConfirmTier;
  /** Heading of the list of objects; left out, the list is only named for those who do not see it. */
  readonly listTitle?: string | undefined;
  /** Between the list and the fields: what else is to be known, or why it was refused. */
  readonly children?: ReactNode;
  readonly isOpen: boolean;
  readonly isPending?: boolean | undefined;
  /** False while something else in the dialog has to be answered first. */
  readonly isReady?: boolean | undefined;
  readonly onClose: () => void;
  readonly onConfirm: (reason: string) => void;
}

export function Confirm(props: ConfirmProps) {
  const {
    title,
    effect,
    action,
    keep = t.kit.cancel,
    stake,
    listTitle,
    isOpen,
    isPending = false,
    isReady = true,
    onClose,
    onConfirm,
    children,
  } = props;
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const close = (): void => {
    setTyped('');
    setReason('');
    onClose();
  };
  const named = stake.tier === 'restart' || typed.trim() === stake.name;
  const objects = stake.objects ?? [];
  const reasoned = stake.tier !== 'breaks' || reason.trim() !== '';
  const footer = (
    <>
      <Button onPress={close}>{keep}</Button>
      <Button
        look={stake.tier === 'restart' ? 'primary' : 'danger'}
        isDisabled={!named || !reasoned || !isReady}
        isPending={isPending}
        onPress={() => onConfirm(reason)}
      >
        {action}
      </Button>
    </>
  );
  return (
    <Dialog title={title} isOpen={isOpen} onClose={close} footer={footer}>
      <p className={styles.text}>{effect}</p>
      <ConfirmList title={listTitle} items={objects} />
      {children}
      {stake.tier !== 'restart' && <TextField label={t.kit.confirm.typeName(stake.name)} value={typed} onChange={setTyped} mono />}
      {stake.tier === 'breaks' && (
        <TextField label={t.kit.confirm.reason} hint={t.kit.confirm.reasonHint} value={reason} onChange={setReason} />
      )}
    </Dialog>
  );
}

export interface ConfirmListProps {
  readonly title?: string | undefined;
  readonly items: readonly string[];
  /** Sentences, not names. */
  readonly prose?: boolean | undefined;
}

/** Under its heading, if it has one; nothing when there are no items. */
export function ConfirmList({ title, items, prose = false }: ConfirmListProps) {
  const headId = useId();
  if (items.length === 0) return null;
  const name = title === undefined ? { 'aria-label': t.kit.confirm.listTitle } : { 'aria-labelledby': headId };
  return (
    <section>
      {title !== undefined && (
        <h3 id={headId} className={styles.listTitle}>
          {title}
        </h3>
      )}
      <div role="group" {...name} tabIndex={0} className={cx(styles.list, prose && styles.prose)}>
        <ul>
          {items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}
