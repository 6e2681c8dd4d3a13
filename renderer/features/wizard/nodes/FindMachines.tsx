import { useState } from 'react';
import { Segments } from '#renderer/kit/Choices.tsx';
import { t } from '#renderer/texts/current.ts';
import { useNote } from '../wizard-context.ts';
import type { FindWay } from './find-searches.ts';
import { FindMachinesAnnounced } from './FindMachinesAnnounced.tsx';
import { FindMachinesKnown } from './FindMachinesKnown.tsx';
import { FindMachinesRange } from './FindMachinesRange.tsx';
import styles from './FindMachines.module.css';

const words = t.wizard.find;
const ways: readonly FindWay[] = ['range', 'announced', 'known'];

const isWay = (text: string): text is FindWay => ways.some((way) => way === text);

/** Looks for machines instead of having them typed; what is found is ticked and added together. */
export function FindMachines() {
  const [noted, setNoted] = useNote('new.findWay', 'range');
  const way = isWay(noted) ? noted : 'range';
  const [added, setAdded] = useState(0);
  return (
    <div className={styles.find}>
      <div className={styles.head}>
        <Segments
          label={words.where}
          value={way}
          options={ways.map((value) => ({ value, label: words.ways[value] }))}
          onChange={setNoted}
        />
        {way !== 'known' && <p className={styles.quiet}>{words.harmless}</p>}
      </div>
      {way === 'range' && <FindMachinesRange onAdded={setAdded} />}
      {way === 'announced' && <FindMachinesAnnounced onAdded={setAdded} />}
      {way === 'known' && <FindMachinesKnown onAdded={setAdded} />}
      <p role="status" className={styles.quiet}>
        {added > 0 && words.added(added)}
      </p>
    </div>
  );
}
