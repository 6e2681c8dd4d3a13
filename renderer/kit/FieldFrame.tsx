import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import styles from './field.module.css';

/** What every field has: a visible label, a hint, and its error beside it. */
export interface FieldTexts {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly warning?: string | undefined;
  /** Said behind the label, such as "optional". */
  readonly note?: string | undefined;
  readonly labelHidden?: boolean | undefined;
}

export function FieldFrame({ label, hint, error, warning, note, labelHidden, children }: FieldTexts & { readonly children: ReactNode }) {
  return (
    <>
      <Label className={labelHidden === true ? 'visually-hidden' : (styles.label ?? '')}>
        {label}
        {note !== undefined && <span className={styles.optional}>{note}</span>}
      </Label>
      {children}
      {error === undefined && warning !== undefined && <p className={styles.warning}>{warning}</p>}
      {error !== undefined && <FieldError className={styles.error ?? ''}>{error}</FieldError>}
      {hint !== undefined && (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      )}
    </>
  );
}
