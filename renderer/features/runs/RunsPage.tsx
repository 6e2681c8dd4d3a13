import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { RunSummary } from '#contract/runs.ts';
import { ListPage, PageHead } from '#renderer/frame/Page.tsx';
import { usePageTitle } from '#renderer/frame/page-title.ts';
import { panels } from '#renderer/frame/panels.ts';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { byNumber, byText, comparatorOf, listSource, matcher } from '#renderer/kit/table/table-model.ts';
import type { Column } from '#renderer/kit/table/table-model.ts';
import { TableView } from '#renderer/kit/table/TableView.tsx';
import { useTableAddress } from '#renderer/kit/table/use-table-address.ts';
import { paths } from '#renderer/paths.ts';
import { platformsQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { useAllRuns } from './all-runs.ts';
import { Elapsed } from './Elapsed.tsx';
import { doneOf, totalOf } from './run-counts.ts';
import { isActive, runStatus } from './run-model.ts';
import { RunView } from './RunView.tsx';

const words = t.runs;
const heads = words.columns;
const newestFirst = (a: RunSummary, b: RunSummary): number => b.startedAt - a.startedAt;

function runColumns(platformName: (id: string) => string): readonly Column<RunSummary>[] {
  return [
    {
      id: 'title',
      title: heads.title,
      width: 'minmax(180px, 1.6fr)',
      head: true,
      cell: (run) => (
        <Link tabIndex={-1} to={paths.run(run.id)}>
          {run.title}
        </Link>
      ),
      text: (run) => run.title,
      compare: byText((run) => run.title),
    },
    {
      id: 'state',
      title: heads.state,
      width: '128px',
      cell: (run) => <StatusMark status={runStatus[run.state]} word={words.runState[run.state]} />,
      text: (run) => words.runState[run.state],
      compare: byText((run) => run.state),
    },
    {
      id: 'tasks',
      title: heads.tasks,
      width: '84px',
      align: 'end',
      from: 620,
      cell: (run) => words.tasksOf(doneOf(run), totalOf(run)),
      text: (run) => words.tasksOf(doneOf(run), totalOf(run)),
      compare: byNumber((run) => totalOf(run)),
    },
    {
      id: 'headline',
      title: heads.headline,
      width: 'minmax(160px, 2fr)',
      from: 900,
      cell: (run) => <span title={visible(run.headline)}>{visible(run.headline)}</span>,
      text: (run) => run.headline,
    },
    {
      id: 'platform',
      title: heads.platform,
      width: 'minmax(100px, 0.8fr)',
      from: 760,
      cell: (run) => platformName(run.platformId),
      text: (run) => platformName(run.platformId),
      compare: byText((run) => platformName(run.platformId)),
    },
    {
      id: 'took',
      title: heads.took,
      width: '108px',
      align: 'end',
      from: 520,
      cell: (run) => <Elapsed from={run.startedAt} to={run.endedAt} />,
      text: (run) => String((run.endedAt ?? run.startedAt) - run.startedAt),
      compare: byNumber((run) => (run.endedAt ?? Number.MAX_SAFE_INTEGER) - run.startedAt),
    },
    {
      id: 'started',
      title: heads.started,
      width: '96px',
      align: 'end',
      cell: (run) => <RelativeTime at={run.startedAt} ago />,
      text: (run) => new Date(run.startedAt).toISOString(),
      compare: byNumber((run) => -run.startedAt),
    },
    {
      id: 'by',
      title: heads.by,
      width: '112px',
      extra: true,
      cell: (run) => visible(run.startedBy),
      text: (run) => run.startedBy,
      compare: byText((run) => run.startedBy),
    },
  ];
}

function sentenceOf(runs: readonly RunSummary[]): string {
  const active = runs.filter((run) => isActive(run.state)).length;
  const last = runs[0];
  if (last === undefined) return words.sentence.none;
  if (active > 0) return words.sentence.active(active);
  return last.state === 'failed' ? words.sentence.failed(last.title) : words.sentence.quiet(runs.length);
}

/** Everything that has changed the world, newest first. */
export function RunsPage() {
  usePageTitle(words.title);
  const { runs, loaded } = useAllRuns();
  const address = useTableAddress();
  const navigate = useNavigate();
  const platforms = useQuery(platformsQuery).data;
  const columns = useMemo(() => {
    const names = new Map(platforms?.map((platform) => [platform.id, platform.name]));
    return runColumns((id) => names.get(id) ?? id);
  }, [platforms]);
  const shown = useMemo(() => {
    const keep = matcher<RunSummary>((run) => [run.title, run.headline, words.runState[run.state]], address.filter) ?? (() => true);
    return listSource(runs.filter(keep).sort(comparatorOf(columns, address.sort, newestFirst)), runs.length);
  }, [runs, columns, address]);
  const open = (run: RunSummary): void => void navigate(paths.run(run.id));
  const actions = (run: RunSummary) => [
    { id: 'open', label: words.open, keys: 'enter', run: () => open(run) },
    { id: 'dock', label: words.showLog, run: () => panels.dock({ runId: run.id, title: run.title }) },
  ];
  return (
    <ListPage head={<PageHead title={words.title} sentence={loaded ? sentenceOf(runs) : undefined} />}>
      <TableView
        id="runs"
        label={words.table}
        rows={shown}
        keyOf={(run) => run.id}
        nameOf={(run) => run.title}
        onOpen={open}
        isLoading={!loaded}
        plain
        empty={<EmptyState title={words.emptyTitle}>{words.empty}</EmptyState>}
        {...{ columns, address, actions }}
      />
    </ListPage>
  );
}

export function RunPage() {
  const { runId = '' } = useParams();
  const title = useAllRuns().runs.find((run) => run.id === runId)?.title ?? runId;
  usePageTitle(title, [{ title: words.title, to: paths.runs }]);
  return <RunView key={runId} runId={runId} />;
}
