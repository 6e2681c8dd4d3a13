import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { DocumentIssue } from '#contract/inventory/document.ts';
import { connection } from '#renderer/connection.ts';
import { ConnectionLost, toFault } from '#renderer/faults.ts';
import { NotFound } from '#renderer/frame/NotFound.tsx';
import { ListPage, Page, PageHead } from '#renderer/frame/Page.tsx';
import { usePageTitle } from '#renderer/frame/page-title.ts';
import { usePlatform } from '#renderer/frame/platform-scope.ts';
import { useEscape } from '#renderer/frame/shortcuts.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { CopyButton } from '#renderer/kit/CopyButton.tsx';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Late } from '#renderer/kit/Late.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { Tabs } from '#renderer/kit/Tabs.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { useTableAddress } from '#renderer/kit/table/use-table-address.ts';
import { t } from '#renderer/texts/current.ts';
import { DraftActions } from './DraftActions.tsx';
import { DraftNotices } from './DraftNotices.tsx';
import { HomeNotice } from './home/HomeNotice.tsx';
import { Inspector } from './Inspector.tsx';
import { InventoryContext, pathText, useDraftState, useInventory } from './inventory-context.ts';
import type { Inventory } from './inventory-context.ts';
import styles from './inventory.module.css';
import { IssuesPanel } from './IssuesPanel.tsx';
import type { DraftStore } from './model/draft-store.ts';
import { nextIssue, sortedIssues } from './model/issues.ts';
import { useForgetting } from './kept-input.ts';
import { ReadOnlyInventory } from './ReadOnlyInventory.tsx';
import { useSession } from './sessions.ts';
import type { DraftSession } from './sessions.ts';
import { redone, undone } from './undo.ts';
import { usePageKeys } from './use-page-keys.ts';
import { DraftStrip } from './versions/DraftStrip.tsx';
import { fetchViews, views } from './views.ts';

const words = t.inventory;

export function InventoryPage() {
  usePageTitle(words.title);
  const { platforms, error, current } = usePlatform();
  if (current !== null) return <OfPlatform key={current.id} platformId={current.id} />;
  if (platforms !== undefined) return <NotFound />;
  return <Page>{error === null ? <Skeleton /> : <FaultCard fault={toFault(error)} />}</Page>;
}

function OfPlatform({ platformId }: { readonly platformId: string }) {
  useForgetting(platformId);
  const { session, state } = useSession(platformId);
  const open = (): void => void session.open();
  if (state.phase === 'opening') return <Waiting />;
  if (state.phase === 'open') return <OpenDraft key={state.store.snapshot().summary.id} {...{ platformId, session }} store={state.store} />;
  const fault = toFault(state.error);
  if (fault.code === 'NOT_ALLOWED') return <ReadOnlyInventory platformId={platformId} />;
  return (
    <Page>
      <PageHead title={words.title} />
      <div className={styles.alone}>
        <FaultCard fault={fault} onAction={open}>
          {fault.action === 'none' && <Button onPress={open}>{t.faults.remedies.retry}</Button>}
        </FaultCard>
      </div>
    </Page>
  );
}

/** Longer than it takes where anybody answers. */
const longMs = 4_000;

function Waiting() {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), longMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <ListPage head={<PageHead title={words.title} />}>
      <div className={styles.alone}>
        {isLong && <WhyLong />}
        <Skeleton rows={10} />
      </div>
    </ListPage>
  );
}

function WhyLong() {
  const { phase } = useSyncExternalStore(connection.subscribe, connection.get);
  if (phase !== 'open') return <FaultCard mild fault={toFault(new ConnectionLost())} />;
  return (
    <p role="status" className={styles.quiet}>
      {words.opening}
    </p>
  );
}

interface OpenDraftProps {
  readonly platformId: string;
  readonly store: DraftStore;
  readonly session: DraftSession;
}

function OpenDraft({ platformId, store, session }: OpenDraftProps) {
  const state = useDraftState(store);
  const inventory = useInventoryOf(platformId, store);
  const { address } = inventory;
  useDraftKeys(inventory);
  const view = views.find((one) => one.id === address.get('tab')) ?? views[0];
  useEffect(() => {
    if (view !== undefined) void fetchViews(view);
  }, [view]);
  const counts = useCounts(state.data);
  if (state.closed) return <Gone session={session} store={store} />;
  return (
    <InventoryContext value={inventory}>
      <ListPage
        head={
          <PageHead
            title={words.title}
            sentence={`${words.sentence(counts)} ${state.summary.changed ? words.unsaved : words.same(state.summary.baseRevision)}`}
            actions={<DraftActions session={session} />}
          />
        }
        drawer={<Side />}
      >
        <DraftStrip />
        <HomeNotice />
        <DraftNotices />
        <div className={styles.views}>
          <Tabs
            label={words.views}
            items={views.filter((one) => one.onDemand !== true || one === view).map(({ id, title, apart }) => ({ id, title, apart }))}
            value={view?.id ?? ''}
            onChange={(tab) => address.set({ tab, at: '' })}
          >
            {view !== undefined && <Late key={view.id} part={view.part} props={{}} />}
          </Tabs>
        </div>
      </ListPage>
    </InventoryContext>
  );
}

function useCounts(data: ReturnType<DraftStore['snapshot']>['data']) {
  return useMemo(() => {
    const values = [data.variables, ...data.groups.map((group) => group.variables), ...data.nodes.map((node) => node.variables)];
    return {
      nodes: data.nodes.length,
      groups: data.groups.length,
      variables: values.reduce((sum, variables) => sum + Object.keys(variables).length, 0),
    };
  }, [data]);
}

/** Where an issue or a path leads, and the drawer that is open, stand in the address. */
function useInventoryOf(platformId: string, store: DraftStore): Inventory {
  const address = useTableAddress();
  return useMemo(
    () => ({
      platformId,
      store,
      address,
      goTo: (path) => address.set({ tab: 'yaml', at: pathText(path) }),
      showIssue: (issue) => showIssue(address, issue),
      inspect: (node) => address.set({ open: node, panel: '' }),
    }),
    [platformId, store, address],
  );
}

/** In the table a cell shows an issue of a node; whatever else is wrong is best seen in the text. */
function showIssue(address: Inventory['address'], issue: DocumentIssue): void {
  const [top, name] = issue.path;
  const inTable = ['', 'table'].includes(address.get('tab')) && top === 'nodes' && typeof name === 'string';
  address.set({ issue: issue.id, at: pathText(issue.path), ...(inTable ? { q: '', only: '' } : { tab: 'yaml' }) });
}

function useDraftKeys({ store, address, showIssue }: Inventory): void {
  const undo = useCallback(() => void undone(store), [store]);
  const redo = useCallback(() => void redone(store), [store]);
  const [at, setAt] = useState<string | null>(null);
  const next = useCallback(
    (step: 1 | -1) => {
      const issue = nextIssue(sortedIssues(store.snapshot().issues), address.get('issue') || at, step);
      if (issue === null) return toast(words.issues.none);
      setAt(issue.id);
      showIssue(issue);
    },
    [store, address, at, showIssue],
  );
  usePageKeys({ undo, redo, nextIssue: next });
}

/** One drawer at a time: the values of a node, or what is wrong. */
function Side() {
  const { address } = useInventory();
  const node = address.open;
  const panel = address.get('panel');
  const close = useCallback(() => address.set({ open: '', panel: '' }), [address]);
  useEscape(close, node !== null || panel !== '');
  if (node !== null) return <Inspector key={node} node={node} onClose={close} />;
  return panel === 'issues' ? <IssuesPanel onClose={close} /> : null;
}

interface GoneProps {
  readonly session: DraftSession;
  readonly store: DraftStore;
}

/** Thrown away elsewhere; whatever was in it is still here. */
function Gone({ session, store }: GoneProps) {
  const { summary, sync } = useDraftState(store);
  const hasContent = summary.changed || sync !== 'kept';
  const restore = useMutation({ mutationFn: async () => session.switchTo(await session.restore(store)) });
  return (
    <Page>
      <EmptyState
        alone
        title={words.gone.title}
        action={
          <>
            {hasContent && (
              <Button look="primary" isPending={restore.isPending} onPress={() => restore.mutate()}>
                {words.gone.restore}
              </Button>
            )}
            <Button look={hasContent ? 'plain' : 'primary'} onPress={() => void session.open()}>
              {words.gone.action}
            </Button>
            {hasContent && <CopyButton text={store.text().toString()} what={words.gone.copy} words={words.gone.copy} />}
          </>
        }
      >
        {words.gone.text}
      </EmptyState>
      {restore.error !== null && <FaultCard fault={toFault(restore.error)} onDismiss={restore.reset} />}
    </Page>
  );
}
