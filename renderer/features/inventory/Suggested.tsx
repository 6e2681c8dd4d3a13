import { useId } from 'react';
import { Input } from 'react-aria-components/Input';
import { TextField } from 'react-aria-components/TextField';
import { cx } from '#renderer/kit/cx.ts';
import { FieldFrame } from '#renderer/kit/FieldFrame.tsx';
import type { FieldTexts } from '#renderer/kit/FieldFrame.tsx';
import field from '#renderer/kit/field.module.css';

export interface SuggestedProps extends FieldTexts {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly string[];
  readonly onEnter?: (() => void) | undefined;
  readonly autoFocus?: boolean | undefined;
}

/** A text field that offers what is known as one types; anything else may be typed too. */
export function Suggested({ value, onChange, options, onEnter, autoFocus = false, ...texts }: SuggestedProps) {
  const id = useId();
  return (
    <TextField
      value={value}
      onChange={onChange}
      isInvalid={texts.error !== undefined}
      validationBehavior="aria"
      autoFocus={autoFocus}
      className={field.field ?? ''}
    >
      <FieldFrame {...texts}>
        <div className={field.box}>
          <Input
            className={cx(field.input, field.mono)}
            list={id}
            spellCheck={false}
            autoComplete="off"
            onKeyDown={(event) => event.key === 'Enter' && onEnter?.()}
          />
        </div>
        <datalist id={id}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      </FieldFrame>
    </TextField>
  );
}
