import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo } from 'react';
import type { Status } from '#contract/base.ts';
import type { DocumentIssue } from '#contract/inventory/document.ts';
import { Button, IconButton } from '#renderer/kit/Button.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { Drawer } from '#renderer/kit/Drawer.tsx';
import { visible } from '#renderer/kit/format.ts';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { toast } from '#renderer/kit/toast-store.ts';
import { t } from '#renderer/texts/current.ts';
import { useDraftState, useInventory } from './inventory-context.ts';
import styles from './inventory.module.css';
import type { DraftStore, Sync } from './model/draft-store.ts';
import { nextIssue, sortedIssues } from './model/issues.ts';
import type { Severity } from './model/issues.ts';
import { MoveToKeychain } from './secrets/MoveToKeychain.tsx';
import { undoOfNow } from './undo.ts';

const words = t.inventory.issues;
/** As many as anybody reads; the count says how many there are. */
const mostShown = 300;
export const statusOf: Readonly<Record<Severity, Status>> = { error: 'failed', warning: 'attention', hint: 'off' };

type Fix = NonNullable<DocumentIssue['fix']>;
/** Until it is heard the issues are still listed, and their fixes with them. */
const isUnderWay = (sync: Sync): boolean => sync === 'sending' || sync === 'waiting';

export async function applyFix(store: DraftStore, issue: DocumentIssue): Promise<void> {
  if (issue.fix === null) return;
  const { title, changes } = issue.fix;
  if (await store.change(changes, t.inventory.labels.fix(title))) toast(words.fixed(title), undoOfNow(store));
}

async function applyAll(store: DraftStore, fixes: readonly Fix[]): Promise<void> {
  const changes = fixes.flatMap((fix) => fix.changes);
  if (await store.change(changes, words.fixAllLabel(fixes.length))) toast(words.fixedAll(fixes.length), undoOfNow(store));
}

export function IssuesPanel({ onClose }: { readonly onClose: () => void }) {
  const { store, address, showIssue } = useInventory();
  const { issues, sync } = useDraftState(store);
  const sorted = useMemo(() => sortedIssues(issues), [issues]);
  const here = address.get('issue');
  const step = (by: 1 | -1): void => {
    const next = nextIssue(sorted, here, by);
    if (next !== null) showIssue(next);
  };
  const fixes = sorted.flatMap(({ fix }) => (fix === null ? [] : [fix]));
  const actions = issues.length > 0 && (
    <>
      <IconButton small label={words.previous} keys="shift+f8" icon={<ArrowUp size={15} />} onPress={() => step(-1)} />
      <IconButton small label={words.next} keys="f8" icon={<ArrowDown size={15} />} onPress={() => step(1)} />
    </>
  );
  return (
    <Drawer title={words.title} actions={actions} onClose={onClose}>
      {issues.length === 0 && (
        <p className={styles.quiet}>
          <StatusMark status="ready" word={words.none} /> {words.noneText}
        </p>
      )}
      {fixes.length > 1 && (
        <div>
          <Button small isPending={isUnderWay(sync)} onPress={() => void applyAll(store, fixes)}>
            {words.fixAll(fixes.length)}
          </Button>
        </div>
      )}
      <ul className={styles.issues}>
        {sorted.slice(0, mostShown).map((issue) => (
          <Issue key={issue.id} issue={issue} isHere={issue.id === here} />
        ))}
      </ul>
    </Drawer>
  );
}

function Issue({ issue, isHere }: { readonly issue: DocumentIssue; readonly isHere: boolean }) {
  const { store, showIssue } = useInventory();
  const { sync } = useDraftState(store);
  return (
    <li className={cx(styles.issue, isHere && styles.here)} aria-current={isHere || undefined}>
      <button type="button" className={styles.issueGo} onClick={() => showIssue(issue)}>
        <span className={styles.issueHead}>
          <StatusMark status={statusOf[issue.severity]} word={words.severity[issue.severity]} />
          <span className={styles.line}>{issue.line === 0 ? words.noLine : words.line(issue.line)}</span>
        </span>
        <span className={styles.issueMessage}>{visible(issue.message)}</span>
      </button>
      <p className={styles.remedy}>{visible(issue.remedy)}</p>
      {issue.rule === 'secret-in-clear' && (
        <div className={styles.fix}>
          <MoveToKeychain issue={issue} />
        </div>
      )}
      {issue.fix !== null && (
        <div className={styles.fix}>
          <Button small isPending={isUnderWay(sync)} onPress={() => void applyFix(store, issue)}>
            {issue.fix.title}
          </Button>
        </div>
      )}
    </li>
  );
}
