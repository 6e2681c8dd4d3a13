import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '#renderer/texts/current.ts';
import styles from './Table.module.css';

/** Typing rests this long before the address changes. */
const restMs = 120;

export interface FilterFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function FilterField({ label, value, onChange }: FilterFieldProps) {
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  if (told !== value) {
    setTold(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => {
      setTold(typed);
      onChange(typed);
    }, restMs);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <label className={styles.filter} data-filter>
      <Search size={14} aria-hidden />
      <input
        type="search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder={t.kit.table.filter}
        aria-label={label}
      />
    </label>
  );
}
