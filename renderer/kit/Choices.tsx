import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox';
import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components/RadioGroup';
import { Switch as AriaSwitch } from 'react-aria-components/Switch';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { cx } from './cx.ts';
import { FieldFrame } from './FieldFrame.tsx';
import type { FieldTexts } from './FieldFrame.tsx';
import type { Option } from './Select.tsx';
import styles from './field.module.css';
import segments from './Segments.module.css';

interface OnOff {
  readonly isSelected: boolean;
  readonly onChange: (on: boolean) => void;
  readonly isDisabled?: boolean | undefined;
  readonly hint?: ReactNode;
}
interface Worded {
  readonly children: ReactNode;
  readonly label?: undefined;
}
interface Named {
  readonly children?: undefined;
  /** Read out where there are no words to see. */
  readonly label: string;
}

export function Checkbox(props: OnOff & (Worded | Named) & { readonly isIndeterminate?: boolean | undefined }) {
  const { isSelected, onChange, isDisabled = false, isIndeterminate = false, hint, label, children } = props;
  return (
    <AriaCheckbox
      {...{ isSelected, onChange, isDisabled, isIndeterminate }}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className={styles.tick ?? ''}
    >
      <span className={styles.tickBox} aria-hidden>
        {isIndeterminate ? <Minus size={12} strokeWidth={3} /> : isSelected && <Check size={12} strokeWidth={3} />}
      </span>
      {children !== undefined && <Words hint={hint}>{children}</Words>}
    </AriaCheckbox>
  );
}

export function Switch({ isSelected, onChange, isDisabled = false, hint, label, children }: OnOff & (Worded | Named)) {
  return (
    <AriaSwitch
      {...{ isSelected, onChange, isDisabled }}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className={styles.tick ?? ''}
    >
      <span className={styles.track} aria-hidden>
        <span className={styles.knob} />
      </span>
      {children !== undefined && <Words hint={hint}>{children}</Words>}
    </AriaSwitch>
  );
}

function Words({ children, hint }: { readonly children: ReactNode; readonly hint?: ReactNode }) {
  return (
    <span className={styles.tickText}>
      <span>{children}</span>
      {hint !== undefined && <span className={styles.hint}>{hint}</span>}
    </span>
  );
}

export interface RadioGroupProps<V extends string> extends FieldTexts {
  readonly value: V | null;
  readonly options: readonly Option<V>[];
  readonly onChange: (value: V) => void;
  /** Draws each answer as a card. */
  readonly cards?: boolean | undefined;
}

export function RadioGroup<V extends string>({ value, options, onChange, cards = false, ...texts }: RadioGroupProps<V>) {
  const choose = (key: string): void => {
    const chosen = options.find((option) => option.value === key);
    if (chosen !== undefined) onChange(chosen.value);
  };
  return (
    <AriaRadioGroup
      value={value}
      onChange={choose}
      isInvalid={texts.error !== undefined}
      validationBehavior="aria"
      className={styles.field ?? ''}
    >
      <FieldFrame {...texts}>
        <div className={cards ? styles.cards : styles.options}>
          {options.map((option) => (
            <Radio key={option.value} value={option.value} className={cx(styles.tick, cards && styles.card)}>
              <span className={cx(styles.tickBox, styles.round)} aria-hidden>
                <span className={styles.dot} />
              </span>
              <Words hint={option.hint}>{option.label}</Words>
            </Radio>
          ))}
        </div>
      </FieldFrame>
    </AriaRadioGroup>
  );
}

export interface SegmentsProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly Option<V>[];
  readonly onChange: (value: V) => void;
  readonly small?: boolean | undefined;
}

/** A few answers side by side, exactly one chosen. */
export function Segments<V extends string>({ label, value, options, onChange, small = false }: SegmentsProps<V>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((option) => keys.has(option.value));
        if (chosen !== undefined) onChange(chosen.value);
      }}
      className={cx(segments.group, small && segments.small)}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} id={option.value} className={segments.segment ?? ''}>
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
