import { ChevronDown, ChevronUp } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { NumberField as AriaNumberField } from 'react-aria-components/NumberField';
import type { NumberFieldProps as AriaNumberFieldProps } from 'react-aria-components/NumberField';
import { t } from '#renderer/texts/current.ts';
import { cx } from './cx.ts';
import { FieldFrame } from './FieldFrame.tsx';
import type { FieldTexts } from './FieldFrame.tsx';
import styles from './field.module.css';

export interface NumberFieldProps extends FieldTexts, Omit<AriaNumberFieldProps, 'className' | 'style' | 'children' | 'isInvalid'> {
  readonly steppers?: boolean | undefined;
}

export function NumberField({ label, hint, error, warning, note, labelHidden, steppers = false, ...rest }: NumberFieldProps) {
  return (
    <AriaNumberField
      formatOptions={{ useGrouping: false }}
      {...rest}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={styles.field ?? ''}
    >
      <FieldFrame {...{ label, hint, error, warning, note, labelHidden }}>
        <Group className={styles.box ?? ''}>
          <Input className={cx(styles.input)} />
          {steppers && (
            <span className={styles.stepper}>
              <AriaButton slot="decrement" className={styles.step ?? ''} aria-label={t.kit.decrease}>
                <ChevronDown size={14} />
              </AriaButton>
              <AriaButton slot="increment" className={styles.step ?? ''} aria-label={t.kit.increase}>
                <ChevronUp size={14} />
              </AriaButton>
            </span>
          )}
        </Group>
      </FieldFrame>
    </AriaNumberField>
  );
}
