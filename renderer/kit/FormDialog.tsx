import { useId } from 'react';
import type { ReactNode } from 'react';
import { t } from '#renderer/texts/current.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import styles from './Dialog.module.css';

export interface FormDialogProps {
  readonly title: string;
  /** Verb and object. */
  readonly action: string;
  readonly isReady?: boolean | undefined;
  readonly isPending?: boolean | undefined;
  readonly wide?: boolean | undefined;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that asks for something: Enter sends it, once and only when it is complete. */
export function FormDialog({ title, action, isReady = true, isPending = false, wide, onSubmit, onClose, children }: FormDialogProps) {
  const formId = useId();
  const footer = (
    <>
      <Button onPress={onClose}>{t.kit.cancel}</Button>
      <Button type="submit" form={formId} look="primary" isDisabled={!isReady} isPending={isPending}>
        {action}
      </Button>
    </>
  );
  return (
    <Dialog title={title} isOpen onClose={onClose} footer={footer} wide={wide}>
      <form
        id={formId}
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isPending) onSubmit();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
