import { useQuery } from '@tanstack/react-query';
import { toFault } from '#renderer/faults.ts';
import { Identifier } from '#renderer/kit/CopyButton.tsx';
import { Facts } from '#renderer/kit/Facts.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { systemQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './settings.module.css';

const words = t.settings.about;

export function About() {
  const { data, error, refetch } = useQuery(systemQuery);
  if (error !== null) return <FaultCard fault={toFault(error)} onAction={() => void refetch()} />;
  if (data === undefined) return <Skeleton />;
  const { origin } = window.location;
  return (
    <>
      {data.notice !== null && (
        <p className={styles.notice}>
          <StatusMark status="attention" word={words.notice} /> {data.notice}
        </p>
      )}
      <Facts
        facts={[
          { name: words.version, value: data.version },
          { name: words.mode, value: words.modes[data.mode] },
          { name: words.host, value: words.hosts[data.host] },
          { name: words.dataDir, value: <Identifier text={data.dataDir} what={words.dataDirName} /> },
          { name: words.secrets, value: words.secretsIn[data.secretsIn] },
          { name: words.started, value: <RelativeTime at={data.startedAt} ago /> },
          {
            name: words.rest,
            value: data.host === 'browser' ? <Identifier text={`${origin}/api/v1/openapi.json`} what={words.rest} /> : '',
          },
          { name: words.mcp, value: data.host === 'browser' ? <Identifier text={`${origin}/api/mcp/mcp/`} what={words.mcp} /> : '' },
          { name: words.licence, value: words.apache },
        ]}
      />
    </>
  );
}
