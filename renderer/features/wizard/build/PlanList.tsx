import { ChevronRight } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Heading } from 'react-aria-components/Heading';
import type { Node } from '#contract/nodes.ts';
import { changesIn } from '#contract/runs.ts';
import { formatEstimate, visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import type { PlannedTask, PlanSum } from '../model/plan-summary.ts';
import styles from './Build.module.css';

const words = t.wizard.review;

export interface PlanListProps {
  readonly sum: PlanSum;
  readonly view: 'phase' | 'machine';
  readonly nodes: readonly Pick<Node, 'id' | 'name'>[];
  /** Every group is open. */
  readonly all: boolean;
}

/** The plan, closed to one line a phase or machine, open to every change in words. */
export function PlanList({ sum, view, nodes, all }: PlanListProps) {
  const nameOf = (nodeId: string | null) => (nodeId === null ? words.cluster : (nodes.find((node) => node.id === nodeId)?.name ?? nodeId));
  const titleOfPhase = (id: string) => sum.phases.find((phase) => phase.id === id)?.title ?? id;
  if (view === 'phase') {
    return (
      <div className={styles.groups}>
        {sum.phases.map((phase, index) => (
          <Group
            key={`${phase.id} ${all}`}
            title={`${index + 1}. ${phase.title}`}
            note={words.about(formatEstimate(phase.estimateMs))}
            tasks={phase.tasks}
            aside={(task) => nameOf(task.nodeId)}
            open={all}
          />
        ))}
      </div>
    );
  }
  return (
    <div className={styles.groups}>
      {sum.machines.map((machine) => (
        <Group
          key={`${machine.nodeId ?? 'cluster'} ${all}`}
          title={machine.nodeId === null ? words.cluster : machine.name}
          note=""
          tasks={machine.tasks}
          aside={(task) => titleOfPhase(task.phase)}
          open={all}
        />
      ))}
    </div>
  );
}

interface GroupProps {
  readonly title: string;
  readonly note: string;
  readonly tasks: readonly PlannedTask[];
  readonly aside: (task: PlannedTask) => string;
  readonly open: boolean;
}
function Group({ title, note, tasks, aside, open }: GroupProps) {
  const changes = changesIn(tasks);
  return (
    <Disclosure className={styles.group ?? ''} defaultExpanded={open}>
      <Heading level={2} className={styles.groupHead ?? ''}>
        <AriaButton slot="trigger" className={styles.trigger ?? ''}>
          <ChevronRight size={14} aria-hidden />
          <span className={styles.groupTitle}>{title}</span>
          <span className={styles.count}>
            {words.tasks(tasks.length)}, {changes === 0 ? words.noneChanged : words.changes(changes)}
          </span>
          <span className={styles.note}>{note}</span>
        </AriaButton>
      </Heading>
      <DisclosurePanel>
        <ol className={styles.tasks}>
          {tasks.map((task) => (
            <Task key={task.id} task={task} aside={aside(task)} />
          ))}
        </ol>
      </DisclosurePanel>
    </Disclosure>
  );
}

function Task({ task, aside }: { readonly task: PlannedTask; readonly aside: string }) {
  return (
    <li className={styles.task}>
      <div className={styles.taskWords}>
        <div>{visible(task.title)}</div>
        {task.changes.length === 0 ? (
          <div className={styles.looks}>{words.noChanges}</div>
        ) : (
          <ul className={styles.changes}>
            {task.changes.map((change) => (
              <li key={change}>{visible(change)}</li>
            ))}
          </ul>
        )}
      </div>
      <div className={styles.aside}>{aside}</div>
      <div className={styles.time}>{formatEstimate(task.estimateMs)}</div>
    </li>
  );
}
