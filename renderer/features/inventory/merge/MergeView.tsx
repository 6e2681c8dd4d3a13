import { useMutation, useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Ellipsis } from 'lucide-react';
import { useCallback, useId, useMemo, useRef, useState } from 'react';
import type { Merge, MergeRegion, Resolution } from '#contract/inventory/versions.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button, IconButton } from '#renderer/kit/Button.tsx';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Menu } from '#renderer/kit/Menu.tsx';
import { Notice } from '#renderer/kit/Notice.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { homeName } from '../home/home-name.ts';
import { homeQuery, renewHome } from '../home/queries.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import { useKept } from '../kept-input.ts';
import { useStepKeys } from '../use-step-keys.ts';
import { answeringOpen, conflictsOf, fittingAnswers, nextConflict, openConflicts, resolutionsOf, withAnswer } from './answers.ts';
import type { Answer, Conflict } from './answers.ts';
import { ConflictCard } from './ConflictCard.tsx';
import { keptAnswers, noAnswers } from './kept-answers.ts';
import styles from './merge.module.css';
import { MergedRegion, SameRegion } from './MergedRegion.tsx';
import { mergeQuery } from './queries.ts';

const words = t.inventory.merge;

/** The draft with a version that was saved elsewhere. */
export function MergeWithSaved() {
  const { store } = useInventory();
  const { summary } = useDraftState(store);
  if (summary.savedRevision <= summary.baseRevision) return <Nothing why={words.nothingSaved} />;
  const revision = summary.savedRevision;
  return <Merging source="saved" state={revision} intro={words.intro.saved(revision)} theirs={words.theirsOf.saved(revision)} />;
}

/** The draft with what the second home holds. */
export function MergeWithHome() {
  const { platformId } = useInventory();
  const { data: home, error, refetch } = useQuery(homeQuery(platformId));
  if (home === undefined) {
    return (
      <div className={styles.alone}>
        {error === null ? <Skeleton rows={6} /> : <FaultCard fault={toFault(error)} onAction={() => void refetch()} />}
      </div>
    );
  }
  if (home === null) return <Nothing why={words.noHome} />;
  if (home.known !== 'diverged' && home.known !== 'behind') return <Nothing why={words.nothingHome} />;
  return <Merging source="home" state={home.checkedAt} intro={words.intro.home(homeName(home.home))} theirs={words.theirsOf.home} />;
}

function Nothing({ why }: { readonly why: string }) {
  return <EmptyState title={words.nothingTitle}>{why}</EmptyState>;
}

interface MergingProps {
  readonly source: Merge['source'];
  /** Of the other side: another one makes another merge. */
  readonly state: number | null;
  readonly intro: string;
  readonly theirs: string;
}

function Merging({ source, state, intro, theirs }: MergingProps) {
  const { platformId, store } = useInventory();
  const { summary, seq } = useDraftState(store);
  const { data, error, refetch } = useQuery(mergeQuery({ platformId, draftId: summary.id, source, seq, state }));
  const fault = error === null ? null : <FaultCard fault={toFault(error)} onAction={() => void refetch()} />;
  if (data === undefined) return <div className={styles.alone}>{fault ?? <Skeleton rows={10} />}</div>;
  return (
    <div className={styles.view}>
      {fault !== null && <div className={styles.alone}>{fault}</div>}
      <Merged merge={data} again={() => void refetch()} {...{ intro, theirs }} />
    </div>
  );
}

interface MergedProps {
  readonly merge: Merge;
  readonly intro: string;
  readonly theirs: string;
  readonly again: () => void;
}

function Merged({ merge, intro, theirs, again }: MergedProps) {
  const { platformId, store, address } = useInventory();
  const draftId = useDraftState(store).summary.id;
  const [kept, keep] = useKept(keptAnswers, `${draftId} ${merge.source}`);
  const conflicts = useMemo(() => conflictsOf(merge), [merge]);
  const answers = fittingAnswers(kept, conflicts);
  const { regionsBox, here, setHere, step } = useSteps(conflicts, answers);
  const give = (key: string, answer: Answer): void => keep(withAnswer(answers, key, answer));
  const apply = useMutation({
    mutationFn: (resolutions: Resolution[]) =>
      api.inventory.versions.applyMerge({ platformId, draftId, source: merge.source, mergeId: merge.mergeId, resolutions }),
    onSuccess(draftStep) {
      store.receive({ kind: 'step', step: draftStep });
      keep(noAnswers);
      void renewHome(platformId);
      toast(words.done);
      address.set({ tab: 'versions', from: 'saved', to: 'draft' });
    },
    onError: again,
  });
  const resolutions = resolutionsOf(conflicts, answers);
  const open = openConflicts(conflicts, answers);
  const fault = apply.error === null ? null : toFault(apply.error);
  const why = useId();
  const takeAll = (answer: Answer) => (): void => keep(answeringOpen(answers, conflicts, answer));
  const all = [
    { id: 'mine', label: words.allMine, run: takeAll({ kind: 'mine' }) },
    { id: 'theirs', label: words.allTheirs, run: takeAll({ kind: 'theirs' }) },
  ];
  return (
    <>
      <header className={styles.bar}>
        <div className={styles.barWords}>
          <h2>{intro}</h2>
          <p id={why} role="status" className={styles.count}>
            <StatusMark status={open.length > 0 ? 'attention' : 'ready'} word={words.openCount(open.length, conflicts.length)} />{' '}
            <span className={styles.quiet}>{open.length > 0 ? words.whyNot(open.length) : mergedText(merge)}</span>
          </p>
        </div>
        {conflicts.length > 0 && (
          <>
            <IconButton label={words.previous} keys="shift+f7" icon={<ArrowUp size={15} />} onPress={() => step(-1)} />
            <IconButton label={words.next} keys="f7" icon={<ArrowDown size={15} />} onPress={() => step(1)} />
            <Menu label={words.all} actions={all}>
              <IconButton label={words.all} icon={<Ellipsis size={15} />} isDisabled={open.length === 0} />
            </Menu>
          </>
        )}
        <Button
          look="primary"
          aria-describedby={why}
          isDisabled={resolutions === null}
          isPending={apply.isPending}
          onPress={() => resolutions !== null && apply.mutate(resolutions)}
        >
          {words.apply}
        </Button>
      </header>
      {fault !== null && (
        <div className={styles.alone}>
          {fault.code === 'CHANGED_MEANWHILE' ? (
            <Notice role="status">{words.changed}</Notice>
          ) : (
            <FaultCard fault={fault} onDismiss={apply.reset} />
          )}
        </div>
      )}
      {kept.size > answers.size && (
        <div className={styles.alone}>
          <Notice role="status">{words.dropped(kept.size - answers.size)}</Notice>
        </div>
      )}
      <div ref={regionsBox} role="region" aria-label={words.label} tabIndex={0} className={styles.regions}>
        <Regions {...{ merge, conflicts, answers, theirs, here }} onAnswer={give} onHere={setHere} />
      </div>
    </>
  );
}

const mergedText = ({ regions }: Merge): string => {
  const [mine, theirs] = (['mine', 'theirs'] as const).map((side) => regions.filter(({ kind }) => kind === side).length);
  return words.merged(mine ?? 0, theirs ?? 0);
};

/** Leads from conflict to conflict, beginning where the focus was last. */
function useSteps(conflicts: readonly Conflict[], answers: ReadonlyMap<string, Answer>) {
  const regionsBox = useRef<HTMLDivElement>(null);
  const [here, setHere] = useState<string | null>(null);
  const step = useCallback(
    (by: 1 | -1): void => {
      const next = nextConflict({ conflicts, answers, here, step: by });
      if (next === null) return;
      setHere(next.key);
      const card = regionsBox.current?.querySelector<HTMLElement>(`[data-conflict="${CSS.escape(next.key)}"]`);
      card?.focus({ preventScroll: true });
      card?.scrollIntoView({ block: 'center' });
    },
    [conflicts, answers, here],
  );
  useStepKeys(step);
  return { regionsBox, here, setHere, step };
}

interface RegionsProps {
  readonly merge: Merge;
  readonly conflicts: readonly Conflict[];
  readonly answers: ReadonlyMap<string, Answer>;
  readonly theirs: string;
  readonly onAnswer: (key: string, answer: Answer) => void;
  readonly onHere: (key: string) => void;
}

function Regions({ merge: { regions }, conflicts, answers, theirs, onAnswer, onHere }: RegionsProps) {
  const byId = new Map(conflicts.map((conflict, index) => [conflict.region.id, { conflict, number: index + 1 }]));
  return placed(regions).map(({ region, line, isFirst, isLast }) => {
    if (region.kind === 'same') return <SameRegion key={line} lines={region.lines} isFirst={isFirst} isLast={isLast} />;
    if (region.kind !== 'conflict') return <MergedRegion key={line} region={region} />;
    const held = byId.get(region.id);
    if (held === undefined) return null;
    const { key } = held.conflict;
    return (
      <ConflictCard
        key={key}
        {...held}
        of={conflicts.length}
        theirs={theirs}
        answer={answers.get(key)}
        onAnswer={(answer) => onAnswer(key, answer)}
        onFocus={() => onHere(key)}
      />
    );
  });
}

interface Placed {
  readonly region: MergeRegion;
  /** Where it begins, counting the lines of both sides: no two begin at the same. */
  readonly line: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function placed(regions: readonly MergeRegion[]): readonly Placed[] {
  let line = 0;
  return regions.map((region, index) => {
    const at = { region, line, isFirst: index === 0, isLast: index === regions.length - 1 };
    line += 1 + (region.kind === 'conflict' ? region.mine.length + region.theirs.length : region.lines.length);
    return at;
  });
}
