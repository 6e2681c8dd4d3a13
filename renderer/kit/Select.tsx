import { Check, ChevronDown } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { cx } from './cx.ts';
import { FieldFrame } from './FieldFrame.tsx';
import type { FieldTexts } from './FieldFrame.tsx';
import styles from './field.module.css';
import menu from './Menu.module.css';

export interface Option<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly hint?: string | undefined;
}

export interface SelectProps<V extends string> extends FieldTexts {
  readonly value: V;
  readonly options: readonly Option<V>[];
  readonly onChange: (value: V) => void;
  readonly isDisabled?: boolean | undefined;
}

export function Select<V extends string>({ value, options, onChange, isDisabled = false, ...texts }: SelectProps<V>) {
  const choose = (key: unknown): void => {
    const chosen = options.find((option) => option.value === key);
    if (chosen !== undefined) onChange(chosen.value);
  };
  return (
    <AriaSelect
      value={value}
      onChange={choose}
      isDisabled={isDisabled}
      isInvalid={texts.error !== undefined}
      validationBehavior="aria"
      className={styles.field ?? ''}
    >
      <FieldFrame {...texts}>
        <AriaButton className={cx(styles.box, styles.select)}>
          <SelectValue className={styles.value ?? ''}>{options.find((option) => option.value === value)?.label ?? ''}</SelectValue>
          <ChevronDown size={14} aria-hidden />
        </AriaButton>
      </FieldFrame>
      <Popover className={menu.popover ?? ''}>
        <ListBox items={options.map((option) => ({ ...option, id: option.value }))} className={menu.menu ?? ''}>
          {(option) => (
            <ListBoxItem id={option.value} textValue={option.label} className={menu.item ?? ''}>
              {({ isSelected }) => (
                <>
                  <span className={menu.check}>{isSelected && <Check size={14} />}</span>
                  <span className={menu.text}>
                    {option.label}
                    {option.hint !== undefined && <span className={menu.hint}>{option.hint}</span>}
                  </span>
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
