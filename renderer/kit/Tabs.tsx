import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';
import styles from './Tabs.module.css';

export interface TabItem<V extends string> {
  readonly id: V;
  readonly title: string;
  readonly note?: ReactNode;
}

export interface TabsProps<V extends string> {
  readonly label: string;
  readonly items: readonly TabItem<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
  /** Draws the panel of the chosen tab. */
  readonly children: ReactNode;
}

export function Tabs<V extends string>({ label, items, value, onChange, children }: TabsProps<V>) {
  const choose = (key: unknown): void => {
    const chosen = items.find((item) => item.id === key);
    if (chosen !== undefined && chosen.id !== value) onChange(chosen.id);
  };
  return (
    <AriaTabs selectedKey={value} onSelectionChange={choose} className={styles.tabs ?? ''}>
      <TabList aria-label={label} className={styles.list ?? ''}>
        {items.map((item) => (
          <Tab key={item.id} id={item.id} className={styles.tab ?? ''}>
            {item.title}
            {item.note !== undefined && <span className={styles.note}>{item.note}</span>}
          </Tab>
        ))}
      </TabList>
      <TabPanel key={value} id={value} className={styles.panel ?? ''}>
        {children}
      </TabPanel>
    </AriaTabs>
  );
}
