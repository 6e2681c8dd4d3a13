import { useMutation } from '@tanstack/react-query';
import { Download, Hammer, RotateCw, ScanEye } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Plan } from '#contract/runs.ts';
import type { FaultView, RemedyAction } from '#contract/faults/entry.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { isPlanChanged } from '#renderer/features/runs/plan-news.ts';
import { PlanNews } from '#renderer/features/runs/PlanNews.tsx';
import { isActive } from '#renderer/features/runs/run-model.ts';
import { Button, IconButton } from '#renderer/kit/Button.tsx';
import { Segments, Switch } from '#renderer/kit/Choices.tsx';
import { saveText } from '#renderer/kit/clipboard.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { formatEstimate } from '#renderer/kit/format.ts';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { planFile, planFileName, planTextName, sumPlan, type PlanSum } from '../model/plan-summary.ts';
import type { Page } from '../model/steps.ts';
import { PageFrame } from '../PageFrame.tsx';
import { ConflictNotice } from '../SaveMark.tsx';
import { useWizard } from '../wizard-context.ts';
import { Chosen } from './Chosen.tsx';
import { PlanList } from './PlanList.tsx';
import { useComponentTitles } from './use-component-titles.ts';
import { usePlan, type PlanState } from './use-plan.ts';
import styles from './Build.module.css';

const words = t.wizard.review;
type View = 'phase' | 'machine';

/** Exactly what will be done, and the one button that does it. */
export function ReviewPage() {
  const { content } = useWizard();
  const planned = usePlan();
  const build = useBuild(planned);
  const { plan, error } = planned;
  const sum = plan === undefined ? null : sumPlan(plan, content.nodes);
  const names = useTargetNames();
  return (
    <PageFrame lead={leadOf(sum, names)} primary={<Primary ready={plan !== undefined && error === null} build={build} />}>
      <ConflictNotice />
      {build.fault !== null && <FaultCard loud fault={build.fault} onAction={build.onAction} />}
      <PlanNews news={planned.news} isRefused={build.isRefused} />
      {error !== null && <FaultCard fault={toFault(error)} onAction={build.onPlanAction(planned.again, toFault(error))} />}
      <Chosen />
      {sum === null && error === null && <Skeleton rows={6} tall />}
      {sum !== null && plan !== undefined && <PlanPart plan={plan} sum={sum} planned={planned} />}
      <p id="build-effect" className={styles.effect}>
        <Effect names={names} /> {words.dryRunEffect}
      </p>
    </PageFrame>
  );
}

function leadOf(sum: PlanSum | null, machines: string): string {
  if (sum === null) return words.planning;
  const sentence = words.sentence({
    tasks: sum.tasks,
    changes: sum.changes,
    machines,
    minutes: formatEstimate(sum.estimateMs),
  });
  // Worth saying only where working side by side saves a fair part.
  const saves = sum.inSeriesMs > sum.estimateMs * 1.2;
  return saves ? `${sentence} ${words.parallel(formatEstimate(sum.inSeriesMs))}` : sentence;
}

function Primary({ ready, build }: { readonly ready: boolean; readonly build: Build }) {
  const { content, run, goTo } = useWizard();
  const components = useComponentTitles().length;
  if (run != null && (isActive(run.state) || run.state === 'paused')) {
    return (
      <Button look="primary" onPress={() => goTo('run')}>
        {words.openRun}
      </Button>
    );
  }
  const isDisabled = !ready || build.isPending;
  return (
    <span className={styles.acts}>
      <Button icon={<ScanEye size={14} />} isDisabled={isDisabled} aria-describedby="build-effect" onPress={() => void build.rehearse()}>
        {words.dryRun}
      </Button>
      <Button
        look="primary"
        icon={<Hammer size={14} />}
        isDisabled={isDisabled}
        aria-describedby="build-effect"
        onPress={() => void build.start()}
      >
        {content.distribution === 'existing' ? t.wizard.cluster.existing.install(components) : words.build(content.nodes.length)}
      </Button>
    </span>
  );
}

interface PlanPartProps {
  readonly plan: Plan;
  readonly sum: PlanSum;
  readonly planned: PlanState;
}
function PlanPart({ plan, sum, planned }: PlanPartProps) {
  const { content } = useWizard();
  const [view, setView] = useState<View>('phase');
  const [all, setAll] = useState(false);
  const text = useMutation({
    mutationFn: () => api.runs.planText({ platformId: plan.platformId, kind: 'provision' }),
    onSuccess: ({ markdown }) => saveText(planTextName(content.name), markdown, 'text/markdown'),
  });
  return (
    <section className={styles.plan} aria-label={words.plan}>
      <div className={styles.bar}>
        <Segments
          label={words.view}
          value={view}
          options={[
            { value: 'phase', label: words.byPhase },
            { value: 'machine', label: words.byMachine },
          ]}
          onChange={setView}
        />
        <Switch isSelected={all} onChange={setAll}>
          {words.allTasks}
        </Switch>
        <span className={styles.grow} />
        <IconButton small label={words.again} icon={<RotateCw size={13} />} isDisabled={planned.isPending} onPress={planned.again} />
        <Button
          small
          icon={<Download size={13} />}
          onPress={() => saveText(planFileName(content.name), planFile(plan), 'application/json')}
        >
          {words.download}
        </Button>
        <Button small icon={<Download size={13} />} isPending={text.isPending} onPress={() => text.mutate()}>
          {words.downloadText}
        </Button>
      </div>
      {text.error !== null && <FaultCard fault={toFault(text.error)} onDismiss={text.reset} />}
      <p className={styles.totals}>{words.totals(sum.changes, sum.machines.map(totalOf))}</p>
      <PlanList sum={sum} view={view} nodes={content.nodes} all={all} />
    </section>
  );
}

const totalOf = ({ nodeId, name, changes }: PlanSum['machines'][number]): string =>
  nodeId === null ? words.changesIn(changes) : words.changesOn(changes, name);

function Effect({ names }: { readonly names: string }) {
  const { content } = useWizard();
  const components = useComponentTitles().join(', ');
  if (content.distribution === 'existing') return t.wizard.cluster.existing.effect({ server: names, components });
  const distribution = words.distribution(content.distribution);
  return words.effect({ names, distribution, channel: content.channel, components });
}

/** The machines; or the one cluster that is there already. */
function useTargetNames(): string {
  const { content, found } = useWizard();
  if (content.distribution === 'existing') return found.cluster.access?.server ?? t.wizard.cluster.existing.theCluster;
  return content.nodes.map((node) => node.name).join(', ');
}

interface Build {
  readonly isPending: boolean;
  readonly fault: FaultView | null;
  /** Nothing was started, as the plan was another one than that on the screen. */
  readonly isRefused: boolean;
  readonly start: () => Promise<void>;
  /** A dry run, which is followed among the operations. */
  readonly rehearse: () => Promise<void>;
  readonly onAction: (action: RemedyAction) => void;
  readonly onPlanAction: (again: () => void, about: FaultView) => (action: RemedyAction) => void;
}

/** The page where a remedy of a refused plan is found. */
const pageOf: Partial<Record<RemedyAction, Page>> = {
  'edit-settings': 'settings',
  'edit-node': 'nodes',
  'trust-host-key': 'access',
  'install-key': 'access',
  'enter-password': 'access',
};

const atRest = { isPending: false, fault: null, isRefused: false };

function useBuild({ plan, renew }: PlanState): Build {
  const { platformId, draft, session, goTo } = useWizard();
  const navigate = useNavigate();
  const [state, setState] = useState<Pick<Build, 'isPending' | 'fault' | 'isRefused'>>(atRest);
  const refused = async (why: FaultView): Promise<typeof state> => {
    if (!isPlanChanged(why)) return { ...atRest, fault: why };
    try {
      await renew();
      return { ...atRest, isRefused: true };
    } catch (error) {
      return { ...atRest, fault: toFault(error) };
    }
  };
  const begin = async (kind: 'provision' | 'rehearse', go: (runId: string) => void): Promise<void> => {
    if (plan === undefined) return;
    setState({ ...atRest, isPending: true });
    try {
      if (!(await draft.flush())) return setState(atRest);
      const { runId } = await api.runs.start({ platformId, kind, planDigest: plan.digest });
      go(runId);
    } catch (error) {
      setState(await refused(toFault(error)));
    }
  };
  const start = (): Promise<void> =>
    begin('provision', (runId) => {
      session.set({ startedRunId: runId });
      goTo('run');
    });
  const rehearse = (): Promise<void> => begin('rehearse', (runId) => void navigate(paths.run(runId)));
  const onPlanAction = (again: () => void, about: FaultView) => (action: RemedyAction) => {
    const page = about.field === 'kubeconfig' ? 'connect' : pageOf[action];
    if (page === undefined) again();
    else goTo(page);
  };
  const onAction = (action: RemedyAction): void => {
    const runId = state.fault?.details['runId'];
    if (action === 'resume-run' && typeof runId === 'string') void navigate(paths.run(runId));
    else if (state.fault !== null) onPlanAction(() => void start(), state.fault)(action);
  };
  return { ...state, start, rehearse, onAction, onPlanAction };
}
