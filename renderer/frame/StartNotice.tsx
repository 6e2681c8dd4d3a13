import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '#renderer/kit/Button.tsx';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { systemQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './StartNotice.module.css';

const readKey = 'hearth.start-notice-read';

/** What Hearth has to say about its own start, such as that a backup was restored; once for each start. */
export function StartNotice() {
  const { data } = useQuery(systemQuery);
  const [read, setRead] = useState(() => window.localStorage.getItem(readKey));
  if (data === undefined || data.notice === null || read === String(data.startedAt)) return null;
  const close = (): void => {
    const start = String(data.startedAt);
    window.localStorage.setItem(readKey, start);
    setRead(start);
  };
  return (
    <div className={styles.notice}>
      <StatusShape status="attention" size={16} />
      <p role="status">{data.notice}</p>
      <IconButton small label={t.kit.close} icon={<X size={14} />} onPress={close} />
    </div>
  );
}
