import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Drift } from '#contract/inventory/drift.ts';
import { versionMessage } from '#contract/inventory/document.ts';
import type { FaultView, RemedyAction } from '#contract/faults/entry.ts';
import type { Plan, RunWish } from '#contract/runs.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { isPlanChanged } from '#renderer/features/runs/plan-news.ts';
import { complaint } from '#renderer/kit/complaint.ts';
import { Confirm } from '#renderer/kit/Confirm.tsx';
import type { ConfirmTier } from '#renderer/kit/Confirm.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { formatEstimate, visible } from '#renderer/kit/format.ts';
import { Notice } from '#renderer/kit/Notice.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { paths } from '#renderer/paths.ts';
import { platformQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState } from '../inventory-context.ts';
import type { DraftStore } from '../model/draft-store.ts';
import styles from './changes.module.css';
import { changesOf, readsSame } from './drift-model.ts';
import { FirstOfAll } from './FirstOfAll.tsx';
import { askAnew } from '../ask-anew.ts';
import { notRepeated } from '../not-repeated.ts';
import { useLeaving } from '../use-leaving.ts';
import { saveFirst } from './save-first.ts';

const words = t.inventory.changes.apply;
const save = t.inventory.save;

export interface ApplyDialogProps {
  readonly drift: Drift;
  readonly platformId: string;
  readonly store: DraftStore;
  readonly onClose: () => void;
}

/** started: what was shown is under way. other: the plan is another by now. nothing: nothing was left to do. */
type Outcome =
  | { readonly kind: 'started'; readonly runId: string }
  | { readonly kind: 'other'; readonly plan: Plan }
  | { readonly kind: 'nothing' };

interface Asked {
  readonly platformId: string;
  readonly message: string;
  /** Whether it is the plan that was shown. */
  readonly wasShown: (plan: Plan) => boolean;
  /** Who has closed the dialog wants no run any more. */
  readonly signal: AbortSignal;
}

async function saveAndStart(store: DraftStore, { platformId, message, wasShown, signal }: Asked): Promise<Outcome> {
  await saveFirst(store, message, signal);
  const now = await planNow(platformId, signal);
  if (now === null) return { kind: 'nothing' };
  if (!wasShown(now.plan)) return { kind: 'other', plan: now.plan };
  try {
    return { kind: 'started', runId: (await api.runs.start({ ...now.wish, planDigest: now.plan.digest }, { signal })).runId };
  } catch (error) {
    if (!isPlanChanged(toFault(error))) throw error;
    const then = await planNow(platformId, signal);
    return then === null ? { kind: 'nothing' } : { kind: 'other', plan: then.plan };
  }
}

/** Of the inventory as it is saved; null: nothing is left to do. */
async function planNow(platformId: string, signal: AbortSignal): Promise<{ readonly plan: Plan; readonly wish: RunWish } | null> {
  const { plan, wish, planReason } = await api.inventory.drift.look({ platformId }, { signal });
  if (wish !== null && plan !== null) return { plan, wish };
  if (planReason !== '') throw refusal(planReason);
  return null;
}

const refusal = (why: string): FaultView => ({
  code: 'PLAN_INVALID',
  kind: 'permanent',
  what: t.inventory.changes.noPlan,
  why,
  todo: words.mend,
  action: 'none',
  details: {},
});

function useApply({ drift, platformId, store, onClose }: ApplyDialogProps) {
  const navigate = useNavigate();
  const [other, setOther] = useState<Plan | null>(null);
  const shown = other ?? drift.plan;
  // Machines of a draft have no ids yet: its plan can only read the same.
  const isOfDraft = other === null && drift.wanted.draftId !== null;
  const wasShown = (plan: Plan): boolean => shown !== null && (isOfDraft ? readsSame(shown, plan) : shown.digest === plan.digest);
  const untilLeft = useLeaving();
  const apply = useMutation({
    mutationFn: (message: string) => saveAndStart(store, { platformId, message, wasShown, signal: untilLeft() }),
    onSuccess: (outcome) => {
      if (outcome.kind === 'started') return navigate(paths.run(outcome.runId));
      void askAnew(platformId);
      if (outcome.kind === 'other') return setOther(outcome.plan);
      toast(words.nothing(store.snapshot().summary.savedRevision));
      return onClose();
    },
  });
  return { shown, isOther: other !== null, apply };
}

interface Stake {
  readonly effect: string;
  readonly stake: ConfirmTier;
}

/** An upgrade is no way back: the name of the platform is typed for it. */
function stakeOf(objects: readonly string[], { isDraft, upgraded }: { isDraft: boolean; upgraded: string | null }): Stake {
  const effect = isDraft ? words.effect : words.effectSaved;
  if (upgraded === null) return { effect: `${effect} ${words.can}`, stake: { tier: 'restart', objects } };
  return { effect: `${effect} ${words.upgrade}`, stake: { tier: 'data', objects, name: upgraded } };
}

/** Saves the draft, makes the plan anew, and starts it if it is the one that was read. */
export function ApplyDialog(props: ApplyDialogProps) {
  const { drift, platformId, store, onClose } = props;
  const { data: platform } = useQuery(platformQuery(platformId));
  const { summary } = useDraftState(store);
  const [message, setMessage] = useState('');
  const { shown, isOther, apply } = useApply(props);
  const isDraft = summary.changed;
  const problem = complaint(versionMessage, message) ?? undefined;
  const objects = shown === null ? [] : changesOf(shown).map(visible);
  const upgraded = drift.wish?.kind === 'upgrade' ? (platform?.name ?? platformId) : null;
  const close = (): void => {
    void askAnew(platformId);
    onClose();
  };
  return (
    <Confirm
      isOpen
      {...(isDraft ? unsaved : saved)}
      {...stakeOf(objects, { isDraft, upgraded })}
      listTitle={t.life.dialog.changes}
      isReady={shown !== null && problem === undefined}
      isPending={apply.isPending}
      onClose={close}
      onConfirm={() => apply.mutate(message.trim())}
    >
      {isDraft && <FirstOfAll differences={drift.differences} />}
      <About plan={shown} isOther={isOther} />
      {isDraft && (
        <TextField
          label={save.message}
          note={save.optional}
          hint={save.messageHint}
          value={message}
          onChange={setMessage}
          error={problem}
        />
      )}
      {apply.error !== null && <Refused fault={toFault(apply.error)} platformId={platformId} store={store} />}
    </Confirm>
  );
}

const unsaved = { title: words.title, action: words.action };
const saved = { title: words.titleSaved, action: words.actionSaved };

function About({ plan, isOther }: { readonly plan: Plan | null; readonly isOther: boolean }) {
  return (
    <>
      {plan !== null && <p>{t.life.dialog.estimate(formatEstimate(plan.estimateMs))}</p>}
      {isOther && <Notice role="alert">{words.changed}</Notice>}
    </>
  );
}

const accessActions: ReadonlySet<RemedyAction> = new Set(['trust-host-key', 'install-key', 'enter-password']);

interface RefusedProps extends Pick<ApplyDialogProps, 'platformId' | 'store'> {
  readonly fault: FaultView;
}

/** Why it was not started, and the place where that is mended. */
function Refused({ fault, platformId, store }: RefusedProps) {
  const navigate = useNavigate();
  const { summary } = useDraftState(store);
  const runId = fault.details['runId'];
  const go =
    typeof runId === 'string'
      ? () => void navigate(paths.run(runId))
      : accessActions.has(fault.action)
        ? () => void navigate(paths.setup(platformId, 'access'))
        : undefined;
  return (
    <>
      {!summary.changed && <p className={styles.quiet}>{words.saved(summary.savedRevision)}</p>}
      <FaultCard fault={notRepeated(fault)} onAction={go} />
    </>
  );
}
