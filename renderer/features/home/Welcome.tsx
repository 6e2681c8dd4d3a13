import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useNavigate } from 'react-router';
import { HearthMark } from '#renderer/frame/HearthMark.tsx';
import { Button } from '#renderer/kit/Button.tsx';
import { paths } from '#renderer/paths.ts';
import { systemQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './home.module.css';

const words = t.home.welcome;

/** What somebody sees who has no platform yet. */
export function Welcome() {
  const navigate = useNavigate();
  const practice = useQuery(systemQuery).data?.mode === 'practice';
  return (
    <div className={styles.welcome}>
      <HearthMark size={44} />
      <h1 className={styles.promise}>{words.title}</h1>
      <p className={styles.lead}>{words.text}</p>
      <div>
        <Button look="primary" onPress={() => void navigate(paths.newPlatform)}>
          {words.action}
        </Button>
      </div>
      {practice ? (
        <p className={styles.practice}>
          <FlaskConical size={16} aria-hidden />
          {words.practice}
        </p>
      ) : (
        <p className={styles.quiet}>{words.needs}</p>
      )}
      <ol className={styles.steps}>
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  );
}
