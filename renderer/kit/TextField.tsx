import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import type { TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField';
import { t } from '#renderer/texts/current.ts';
import { IconButton } from './Button.tsx';
import { cx } from './cx.ts';
import { FieldFrame } from './FieldFrame.tsx';
import type { FieldTexts } from './FieldFrame.tsx';
import styles from './field.module.css';

export interface TextFieldProps extends FieldTexts, Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'isInvalid' | 'type'> {
  readonly placeholder?: string | undefined;
  readonly mono?: boolean | undefined;
  /** More than one makes it a text area. */
  readonly lines?: number | undefined;
  readonly secret?: boolean | undefined;
  readonly type?: 'text' | 'search' | 'email' | 'url' | undefined;
  readonly suffix?: ReactNode;
}

export function TextField(props: TextFieldProps) {
  const {
    label,
    hint,
    error,
    warning,
    note,
    labelHidden,
    placeholder,
    mono,
    lines,
    secret = false,
    type = 'text',
    suffix,
    ...rest
  } = props;
  const [shown, setShown] = useState(false);
  return (
    <AriaTextField
      {...rest}
      type={secret && !shown ? 'password' : type}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={styles.field ?? ''}
    >
      <FieldFrame {...{ label, hint, error, warning, note, labelHidden }}>
        <Group className={styles.box ?? ''}>
          <Box {...{ placeholder, mono, lines }} />
          {suffix !== undefined && <span className={cx(styles.suffix, styles.suffixText)}>{suffix}</span>}
          {secret && <ShowSecret shown={shown} onChange={setShown} />}
        </Group>
      </FieldFrame>
    </AriaTextField>
  );
}

function Box({ placeholder = '', mono = false, lines = 1 }: Pick<TextFieldProps, 'placeholder' | 'mono' | 'lines'>) {
  const look = cx(styles.input, mono && styles.mono);
  if (lines > 1) return <TextArea rows={lines} placeholder={placeholder} className={look} spellCheck={!mono} />;
  return <Input placeholder={placeholder} className={look} spellCheck={false} autoComplete="off" />;
}

function ShowSecret({ shown, onChange }: { readonly shown: boolean; readonly onChange: (shown: boolean) => void }) {
  return (
    <span className={styles.suffix}>
      <IconButton
        small
        label={shown ? t.kit.hidePassword : t.kit.showPassword}
        icon={shown ? <EyeOff size={14} /> : <Eye size={14} />}
        onPress={() => onChange(!shown)}
      />
    </span>
  );
}
