import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import type { Version } from '#contract/inventory/document.ts';
import { toFault } from '#renderer/faults.ts';
import { Button, IconButton } from '#renderer/kit/Button.tsx';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { formatInstant, visible } from '#renderer/kit/format.ts';
import { Select } from '#renderer/kit/Select.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { t } from '#renderer/texts/current.ts';
import { homeQuery } from '../home/queries.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import { YamlReader } from '../yaml/YamlReader.tsx';
import { BranchDialog } from './BranchDialog.tsx';
import { CompareText } from './CompareText.tsx';
import { DifferenceList } from './DifferenceList.tsx';
import { compareQuery, versionQuery } from './queries.ts';
import { RestoreDialog } from './RestoreDialog.tsx';
import { sideName } from './side-name.ts';
import { isSameSide, refOf, sideOf, sideText, versionSide } from './sides.ts';
import type { Side } from './sides.ts';
import styles from './versions.module.css';

const words = t.inventory.versions;
/** Older ones are chosen in the list, any two of them. */
const mostOffered = 40;

interface ComparisonProps {
  readonly versions: readonly Version[];
  /** null: nothing was before. */
  readonly from: Side | null;
  readonly to: Side;
}

/** Two states of the inventory: what differs in words, and both texts. */
export function Comparison({ versions, from, to }: ComparisonProps) {
  return (
    <section className={styles.comparison}>
      <h2 className="visually-hidden">{words.compare}</h2>
      <Sides versions={versions} from={from} to={to} />
      {to.kind === 'version' && <AboutVersion key={to.revision} revision={to.revision} listed={versions} />}
      {from === null ? <Alone side={to} /> : <Differing from={from} to={to} />}
    </section>
  );
}

function Sides({ versions, from, to }: ComparisonProps) {
  const { platformId, store, address } = useInventory();
  const { summary } = useDraftState(store);
  const home = useQuery(homeQuery(platformId)).data ?? null;
  const offered: readonly Side[] = [
    { kind: 'draft' },
    { kind: 'saved' },
    ...(home === null ? [] : [{ kind: 'home' } as const]),
    ...versions.slice(0, mostOffered).map((one) => versionSide(one.revision)),
  ];
  const optionsWith = (chosen: Side | null, other: Side | null) => {
    const all = chosen === null || offered.some((side) => isSameSide(side, chosen)) ? offered : [...offered, chosen];
    return all
      .filter((side) => other === null || !isSameSide(side, other))
      .map((side) => ({ value: sideText(side), label: sideName(side, visible(summary.name)) }));
  };
  return (
    <div className={styles.sides} role="group" aria-label={words.compare}>
      <Select
        label={words.before}
        value={from === null ? '' : sideText(from)}
        options={optionsWith(from, to)}
        onChange={(text) => sideOf(text) !== null && address.set({ from: text, to: sideText(to) })}
      />
      <IconButton
        label={words.swap}
        icon={<ArrowLeftRight size={15} />}
        isDisabled={from === null}
        onPress={() => from !== null && address.set({ from: sideText(to), to: sideText(from) })}
      />
      <Select
        label={words.after}
        value={sideText(to)}
        options={optionsWith(to, from)}
        onChange={(text) => sideOf(text) !== null && address.set({ to: text, from: from === null ? '' : sideText(from) })}
      />
    </div>
  );
}

interface AboutVersionProps {
  readonly revision: number;
  readonly listed: readonly Version[];
}

function AboutVersion({ revision, listed }: AboutVersionProps) {
  const { platformId, store } = useInventory();
  const { summary } = useDraftState(store);
  const held = listed.find((one) => one.revision === revision);
  const read = useQuery({ ...versionQuery(platformId, revision), enabled: held === undefined });
  const version = held ?? read.data?.version;
  const [asking, setAsking] = useState<'restore' | 'branch' | null>(null);
  const close = (): void => setAsking(null);
  if (version === undefined) return null;
  return (
    <div className={styles.about}>
      <div className={styles.aboutWords}>
        <h3>{words.version(revision)}</h3>
        {version.message !== '' && <p>{visible(version.message)}</p>}
        <p className={styles.quiet}>
          {formatInstant(version.savedAt)}, {words.by(visible(version.author))}
        </p>
      </div>
      <Button onPress={() => setAsking('branch')}>{words.branch.open}</Button>
      {revision !== summary.savedRevision && <Button onPress={() => setAsking('restore')}>{words.restore.open}</Button>}
      {asking === 'restore' && <RestoreDialog revision={revision} onClose={close} />}
      {asking === 'branch' && <BranchDialog revision={revision} onClose={close} />}
    </div>
  );
}

/** Asked anew whenever one of both sides has changed. */
function useComparison(from: Side, to: Side) {
  const { platformId, store } = useInventory();
  const { summary, seq } = useDraftState(store);
  const checkedAt = useQuery(homeQuery(platformId)).data?.checkedAt ?? null;
  const newest: Readonly<Record<Side['kind'], number | null>> = {
    version: null,
    draft: seq,
    saved: summary.savedRevision,
    home: checkedAt,
  };
  const refs = { from: refOf(from, summary.id), to: refOf(to, summary.id) };
  return useQuery(compareQuery({ platformId, ...refs, state: [newest[from.kind], newest[to.kind]] }));
}

function Differing({ from, to }: { readonly from: Side; readonly to: Side }) {
  const { store } = useInventory();
  const { summary } = useDraftState(store);
  const { data, error, isPending, refetch } = useComparison(from, to);
  const labelOf = (side: Side): string => sideName(side, visible(summary.name));
  if (data === undefined) {
    if (error !== null) return <FaultCard fault={toFault(error)} onAction={() => void refetch()} />;
    return isPending ? <Skeleton rows={8} /> : null;
  }
  const { differences } = data;
  return (
    <>
      {error !== null && <FaultCard fault={toFault(error)} onAction={() => void refetch()} />}
      {differences.length > 0 ? (
        <div className={styles.words}>
          <DifferenceList title={words.words(differences.length)} differences={differences} />
        </div>
      ) : (
        <p className={styles.quiet}>{data.from === data.to ? words.sameText : words.sameWords}</p>
      )}
      <CompareText
        from={{ text: data.from, label: words.sideLabel(labelOf(from)) }}
        to={{ text: data.to, label: words.otherLabel(labelOf(to)) }}
      />
    </>
  );
}

/** Nothing to compare with: the text by itself. */
function Alone({ side }: { readonly side: Side }) {
  const { platformId } = useInventory();
  const revision = side.kind === 'version' ? side.revision : 0;
  const { data, error, refetch } = useQuery({ ...versionQuery(platformId, revision), enabled: revision > 0 });
  return (
    <>
      <p className={styles.quiet}>{words.first}</p>
      {error !== null && <FaultCard fault={toFault(error)} onAction={() => void refetch()} />}
      {data !== undefined && <YamlReader text={data.text} />}
    </>
  );
}

/** There is one version, and the draft says the same. */
export function NothingToCompare() {
  return <EmptyState title={words.onlyOneTitle}>{words.onlyOne}</EmptyState>;
}
