import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { platformContent, type PlatformSummary } from '#contract/platforms.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { usePageTitle } from '#renderer/frame/page-title.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { platformsQuery } from '#renderer/server-state/queries.ts';
import { queryClient } from '#renderer/server-state/query-client.ts';
import { t } from '#renderer/texts/current.ts';
import { complaint } from '#renderer/kit/complaint.ts';
import { pageAt } from './model/steps.ts';
import { pagePath } from './page-path.ts';
import styles from './NewPlatform.module.css';

const words = t.wizard.start;

/** The very first page: a name, or going on where one was left. */
export function NewPlatform() {
  usePageTitle(t.wizard.title);
  const { data: platforms = [] } = useQuery(platformsQuery);
  const unfinished = platforms.filter((platform) => platform.page !== 'closed' && platform.page !== 'finish');
  return (
    <div className={styles.screen}>
      <div className={styles.page}>
        <header>
          <h1>{words.title}</h1>
          <p className={styles.intro}>{words.intro}</p>
        </header>
        {unfinished.length > 0 && <Unfinished platforms={unfinished} />}
        <Begin taken={platforms.map((platform) => platform.name)} />
      </div>
    </div>
  );
}

function Unfinished({ platforms }: { readonly platforms: readonly PlatformSummary[] }) {
  const navigate = useNavigate();
  return (
    <section className={styles.unfinished} aria-label={words.unfinished}>
      <h2>{words.unfinished}</h2>
      <ul>
        {platforms.map((platform) => (
          <li key={platform.id}>
            <Button look="primary" onPress={() => void navigate(pagePath(platform.id, pageAt(platform.page)))}>
              {words.resume(platform.name)}
            </Button>
            <span>
              {words.resumeAt(t.wizard.pages[pageAt(platform.page)].title)}, <RelativeTime at={platform.savedAt} ago />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function freshName(taken: readonly string[]): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? words.suggested : `${words.suggested} ${n}`;
    if (!taken.includes(name)) return name;
  }
}

function Begin({ taken }: { readonly taken: readonly string[] }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState<string | null>(null);
  const [state, setState] = useState<{ pending: boolean; error: unknown }>({ pending: false, error: null });
  const name = typed ?? freshName(taken);
  const problem = complaint(platformContent.shape.name, name);
  const begin = async (): Promise<void> => {
    setState({ pending: true, error: null });
    try {
      const platform = await api.platforms.create({ name });
      void queryClient.invalidateQueries({ queryKey: platformsQuery.queryKey, exact: true });
      void navigate(pagePath(platform.id, pageAt(platform.page)));
    } catch (error) {
      setState({ pending: false, error });
    }
  };
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null && !state.pending) void begin();
      }}
    >
      <div className={styles.name}>
        <TextField label={words.name} hint={words.nameHint} value={name} onChange={setTyped} error={problem ?? undefined} maxLength={80} />
      </div>
      <div>
        <Button type="submit" look="primary" isDisabled={state.pending}>
          {words.begin}
        </Button>
      </div>
      {state.error !== null && <FaultCard fault={toFault(state.error)} onAction={() => void begin()} />}
    </form>
  );
}
