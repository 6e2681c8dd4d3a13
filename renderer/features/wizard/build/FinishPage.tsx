import { useQuery } from '@tanstack/react-query';
import { LayoutDashboard } from 'lucide-react';
import { Link, useNavigate } from 'react-router';
import { distributions } from '#contract/distributions.ts';
import type { TaskState } from '#contract/runs.ts';
import { api } from '#renderer/api.ts';
import { TrustAuthority } from '#renderer/features/certificates/TrustAuthority.tsx';
import { leftOutOf } from '#renderer/features/runs/run-model.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Identifier } from '#renderer/kit/CopyButton.tsx';
import { Facts } from '#renderer/kit/Facts.tsx';
import { formatDuration } from '#renderer/kit/format.ts';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { usePlatform } from '#renderer/frame/platform-scope.ts';
import { useKnownNodes } from '#renderer/live/use-live.ts';
import { paths } from '#renderer/paths.ts';
import { componentsQuery, platformsQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { closureOf } from '../model/components-fit.ts';
import { awayOf, standingOf } from '../model/standing.ts';
import { PageFrame } from '../PageFrame.tsx';
import tables from '#renderer/kit/PlainTable.module.css';
import { useWizard } from '../wizard-context.ts';
import styles from './Build.module.css';

const words = t.wizard.finish;
/** What is there now, where it answers, and the way to the dashboard. */
export function FinishPage() {
  const { content, run, draft, platformId, goTo } = useWizard();
  const navigate = useNavigate();
  const built = run?.state === 'done';
  const open = async (): Promise<void> => {
    draft.edit((now) => ({ ...now, page: 'closed' }));
    await draft.flush();
    void navigate(paths.home(platformId));
  };
  const took = run?.endedAt == null ? null : formatDuration(run.endedAt - run.startedAt);
  const leftOut = useLeftOut();
  const awayIds = useAway();
  const isExisting = content.distribution === 'existing';
  const away = content.nodes.filter(({ id }) => awayIds.includes(id)).map(({ name }) => name);
  const ours = leftOut === null ? words.built(content.name) : words.state({ ...standingOf(content, leftOut), time: took });
  const done = isExisting ? t.wizard.cluster.existing.ready({ name: content.name, time: took }) : ours;
  const primary = built ? (
    <Button look="primary" icon={<LayoutDashboard size={14} />} onPress={() => void open()}>
      {words.open}
    </Button>
  ) : (
    <Button look="primary" onPress={() => goTo('run')}>
      {words.toRun}
    </Button>
  );
  return (
    <PageFrame
      lead={built ? [done, ...(away.length === 0 ? [] : [words.away(away)])].join(' ') : words.notYet}
      heading={headingOf(built, away)}
      primary={primary}
    >
      {built && (
        <>
          {isExisting ? <ClusterFacts /> : <Machines leftOut={leftOut ?? []} away={awayIds} />}
          <Installed />
          <Kubeconfig />
          <TrustAuthority platformId={platformId} />
          <p className={styles.soft}>
            {words.later} <Link to={paths.run(run.id)}>{words.openRun}</Link>
          </p>
        </>
      )}
    </PageFrame>
  );
}

/** Undefined: as the page is called. */
function headingOf(built: boolean, away: readonly string[]): string | undefined {
  if (!built) return t.wizard.pages.run.heading;
  return away.length === 0 ? undefined : words.notAllReady;
}

/** Ids of the machines that are nodes and do not answer now. */
function useAway(): readonly string[] {
  const { content } = useWizard();
  return awayOf(content, useKnownNodes(usePlatform().live));
}

/** Ids of the machines that the run left out; null while that is not known. */
function useLeftOut(): readonly string[] | null {
  const { run } = useWizard();
  const runId = run?.id ?? '';
  const mayHave = (run?.counts.skipped ?? 0) > 0;
  const { data } = useQuery({
    queryKey: ['run-left-out', runId],
    queryFn: async ({ signal }) => leftOutOf(await api.runs.get({ runId }, { signal })),
    enabled: mayHave && run?.state === 'done',
    staleTime: 0,
  });
  return mayHave ? (data ?? null) : [];
}

function ClusterFacts() {
  const { found } = useWizard();
  const access = found.cluster.access;
  if (access === null) return null;
  const facts = t.wizard.cluster.rights.facts;
  return (
    <section className={styles.part} aria-label={t.wizard.cluster.existing.cluster}>
      <h2>{t.wizard.cluster.existing.cluster}</h2>
      <Facts
        facts={[
          { name: facts.server, value: <Identifier text={access.server} what={words.api} /> },
          { name: facts.version, value: access.version.found },
          { name: t.wizard.cluster.rights.nodes, value: access.nodes.map(({ name }) => name).join(', ') },
        ]}
      />
    </section>
  );
}

function Machines({ leftOut, away }: { readonly leftOut: readonly string[]; readonly away: readonly string[] }) {
  const { content } = useWizard();
  const { without } = standingOf(content, leftOut);
  const role = (node: { role: 'control' | 'worker' }) =>
    content.nodes.length === 1 ? t.wizard.roles.role.both : t.wizard.roles.role[node.role];
  return (
    <section className={styles.part} aria-label={words.machines}>
      <h2>{words.machines}</h2>
      <div className={tables.scroll}>
        <table className={tables.table} aria-label={words.machines}>
          <thead>
            <tr>
              <th scope="col">{t.wizard.roles.columns.name}</th>
              <th scope="col">{t.wizard.roles.columns.role}</th>
              <th scope="col">{words.addresses}</th>
            </tr>
          </thead>
          <tbody>
            {content.nodes.map((node) => (
              <tr key={node.id}>
                <th scope="row">{node.name}</th>
                <td>
                  {leftOut.includes(node.id) ? <StatusMark status="attention" word={words.leftOut} /> : role(node)}
                  {away.includes(node.id) && (
                    <>
                      {', '}
                      <StatusMark status="unknown" word={words.isAway} />
                    </>
                  )}
                </td>
                <td>
                  <Identifier text={node.address} what={words.addressOf(node.name)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {without.length > 0 && <p>{t.runs.joinLater(without)}</p>}
    </section>
  );
}

function Installed() {
  const { content, run } = useWizard();
  const { data: catalogue = [] } = useQuery(componentsQuery);
  const ids = closureOf(content.components, catalogue).ids;
  const chosen = catalogue.filter((component) => ids.includes(component.id));
  const count = (state: TaskState): number => run?.counts[state] ?? 0;
  return (
    <section className={styles.part} aria-label={words.installed}>
      <h2>{words.installed}</h2>
      <ul className={styles.installed}>
        <li>
          <strong>{t.wizard.review.distribution(content.distribution)}</strong>{' '}
          {content.distribution !== 'existing' && <code>{content.channel}</code>}
        </li>
        {chosen.map((component) => (
          <li key={component.id}>
            <strong>{component.title}</strong> <code>{component.version}</code> <span className={styles.soft}>{component.summary}</span>
          </li>
        ))}
      </ul>
      <p className={styles.soft}>
        {words.tasksDone(count('done'), count('unchanged'))} {count('skipped') > 0 && words.skipped(count('skipped'))}
      </p>
    </section>
  );
}

function Kubeconfig() {
  const { content, info, platformId } = useWizard();
  const { data: platforms } = useQuery(platformsQuery);
  const control = content.nodes.find((node) => node.role === 'control');
  const connected = platforms?.find((platform) => platform.id === platformId)?.connected ?? false;
  if (control === undefined || content.distribution === 'existing') return null;
  const { apiPort, snap } = distributions[content.distribution];
  return (
    <section className={styles.part} aria-label={words.kubeconfig}>
      <h2>{words.kubeconfig}</h2>
      <dl className={styles.facts}>
        <div>
          <dt>{words.api}</dt>
          <dd>
            <Identifier text={`https://${control.address}:${apiPort}`} what={words.api} />
          </dd>
        </div>
      </dl>
      <p>{!connected ? words.notConnected : words.kubeconfigSaved[info?.secretsIn ?? 'encrypted-file']}</p>
      <p className={styles.soft}>{words.kubeconfigHow}</p>
      <Identifier
        text={words.kubeconfigCommand({ user: control.user, address: control.address, port: control.port, command: snap })}
        what={words.kubeconfigCommandName}
      />
    </section>
  );
}
