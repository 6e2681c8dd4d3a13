import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Version } from '#contract/inventory/document.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from '../inventory-context.ts';
import { Comparison, NothingToCompare } from './Comparison.tsx';
import { DraftList } from './DraftList.tsx';
import { versionBeforeQuery, versionsQuery } from './queries.ts';
import { chosenOf, sideText, versionBefore, versionSide } from './sides.ts';
import type { Side } from './sides.ts';
import { VersionList } from './VersionList.tsx';
import styles from './versions.module.css';

const words = t.inventory.versions;

/** Every save, newest first, beside what differs between any two. */
export function VersionsView() {
  const { platformId, store, address } = useInventory();
  const { summary } = useDraftState(store);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    versionsQuery(platformId, summary.savedRevision),
  );
  const versions = data?.pages.flatMap((page) => page.versions) ?? [];
  const { from, to, isKnown } = useSides(versions, hasNextPage);
  const fault = error === null ? null : <FaultCard fault={toFault(error)} onAction={() => void refetch()} />;
  if (data === undefined) return <div className={styles.alone}>{fault ?? <Skeleton rows={10} />}</div>;
  const isAlone = versions.length === 1 && !summary.changed && address.get('to') === '';
  return (
    <div className={styles.view}>
      <div className={styles.column}>
        {fault}
        <DraftList />
        <VersionList
          {...{ versions, from, to }}
          draft={summary}
          onPick={(side) => address.set({ to: sideText(side), from: '' })}
          onPickOther={(side) => address.set({ from: sideText(side), to: sideText(to) })}
        >
          <p className={styles.count}>{words.count(versions.length, hasNextPage)}</p>
          {hasNextPage && (
            <Button isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
              {words.older}
            </Button>
          )}
        </VersionList>
      </div>
      {isAlone && <NothingToCompare />}
      {!isAlone && (isKnown ? <Comparison {...{ versions, from, to }} /> : <Skeleton rows={8} />)}
    </div>
  );
}

/** What the address names, or the usual; the version before may have to be asked for. */
function useSides(versions: readonly Version[], hasMore: boolean): { from: Side | null; to: Side; isKnown: boolean } {
  const { platformId, store, address } = useInventory();
  const { savedRevision, baseRevision: draftBase } = useDraftState(store).summary;
  const newest = versions[0]?.revision ?? savedRevision;
  const chosen = chosenOf({ from: address.get('from'), to: address.get('to') }, { newest, draftBase });
  const { to } = chosen;
  const revision = to.kind === 'version' ? to.revision : newest;
  const listed = versionBefore(versions, revision, hasMore);
  const asked = useQuery({
    ...versionBeforeQuery(platformId, revision),
    enabled: chosen.from === 'before' && listed === undefined && versions.length > 0,
  });
  if (chosen.from !== 'before') return { from: chosen.from, to, isKnown: true };
  const before = listed === undefined ? asked.data : listed;
  return { from: before == null ? null : versionSide(before.revision), to, isKnown: before !== undefined || asked.error !== null };
}
