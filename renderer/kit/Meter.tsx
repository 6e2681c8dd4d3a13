import { Meter as AriaMeter } from 'react-aria-components/Meter';
import { cx } from './cx.ts';
import styles from './Meter.module.css';

export interface MeterProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** Both with their unit, such as "3.2 of 8 cores". */
  readonly text: string;
  readonly labelHidden?: boolean | undefined;
  /** Being full is as it should be, such as of devices that are given out whole. */
  readonly calm?: boolean | undefined;
}

/** A filled share. Above 85 % it asks for attention, above 97 % it is alarming. */
export function Meter({ label, value, max, text, labelHidden = false, calm = false }: MeterProps) {
  const share = max <= 0 ? 0 : Math.min(1, value / max);
  const tone = calm ? undefined : share > 0.97 ? styles.full : share > 0.85 ? styles.high : undefined;
  return (
    <AriaMeter aria-label={label} value={share * 100} valueLabel={text} className={cx(styles.meter, tone)}>
      {!labelHidden && (
        <span className={styles.words}>
          <span className={styles.label}>{label}</span>
          <span className={styles.text}>{text}</span>
        </span>
      )}
      <span className={styles.track}>
        <span className={styles.fill} style={{ inlineSize: `${share * 100}%` }} />
      </span>
    </AriaMeter>
  );
}
