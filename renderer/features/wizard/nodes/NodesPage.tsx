import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Tabs } from '#renderer/kit/Tabs.tsx';
import { practiceNodesQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { PageFrame } from '../PageFrame.tsx';
import { ConflictNotice } from '../SaveMark.tsx';
import { useWizard } from '../wizard-context.ts';
import { AddByHand } from './AddByHand.tsx';
import { AddPractice } from './AddPractice.tsx';
import { FindMachines } from './FindMachines.tsx';
import { MemberNotice } from './MemberNotice.tsx';
import { NodeTable } from './NodeTable.tsx';
import { PasteList } from './PasteList.tsx';
import styles from './Nodes.module.css';

const words = t.wizard.nodes;
type Way = 'hand' | 'find' | 'paste' | 'practice';

/** Which machines: by hand, by looking for them, from a list, or the practice machines. */
export function NodesPage() {
  const { content, info, verdict } = useWizard();
  const practising = info?.mode === 'practice';
  const { data: machines = [] } = useQuery({ ...practiceNodesQuery, enabled: practising });
  const [chosen, setChosen] = useState<Way | null>(null);
  const way = chosen ?? (practising ? 'practice' : 'hand');
  const ways: { id: Way; title: string }[] = [
    ...(practising ? [{ id: 'practice' as const, title: words.practice }] : []),
    { id: 'hand', title: words.byHand },
    { id: 'find', title: t.wizard.find.title },
    { id: 'paste', title: words.paste },
  ];
  const blockers = content.nodes.length === 0 ? [words.required] : wrongNodes(Object.keys(verdict.errors));
  return (
    <PageFrame lead={words.intro} blockers={blockers}>
      <ConflictNotice />
      <MemberNotice />
      <section className={styles.adding} aria-label={words.how}>
        <Tabs label={words.how} items={ways} value={way} onChange={setChosen}>
          {way === 'hand' && <AddByHand />}
          {way === 'find' && <FindMachines />}
          {way === 'paste' && <PasteList />}
          {way === 'practice' && <AddPractice machines={machines} />}
        </Tabs>
      </section>
      <NodeTable />
    </PageFrame>
  );
}

function wrongNodes(paths: readonly string[]): string[] {
  const count = paths.filter((path) => /^nodes\.[^.]+\.(address|port|user|name|keyPath|jump|credential)/.test(path)).length;
  return count === 0 ? [] : [t.wizard.fieldsWrong(count)];
}
