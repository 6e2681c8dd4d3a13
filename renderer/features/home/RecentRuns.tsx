import { Link } from 'react-router';
import type { RunSummary } from '#contract/runs.ts';
import { runStatus } from '#renderer/features/runs/run-model.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './home.module.css';
import { Section } from './Section.tsx';

const shown = 5;

export function RecentRuns({ runs }: { readonly runs: readonly RunSummary[] }) {
  return (
    <Section title={t.home.runs} more={{ to: paths.runs, words: t.home.allRuns }}>
      {runs.length === 0 && <p className={styles.quiet}>{t.home.noRuns}</p>}
      <ul>
        {runs.slice(0, shown).map((run) => (
          <li key={run.id} className={styles.line}>
            <Link to={paths.run(run.id)}>{run.title}</Link>
            <StatusMark status={runStatus[run.state]} word={t.runs.runState[run.state]} />
            <span className={styles.when}>
              <RelativeTime at={run.startedAt} ago />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
