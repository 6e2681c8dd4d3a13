import { useState } from 'react';
import type { Run, Task } from '#contract/runs.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Confirm } from '#renderer/kit/Confirm.tsx';
import { t } from '#renderer/texts/current.ts';
import type { RunActs } from './run-acts.ts';
import { leftOn } from './run-model.ts';

const words = t.runs.leaveOut;

export interface LeaveOutProps {
  readonly run: Run;
  /** One that is in trouble. */
  readonly task: Task;
  readonly acts: RunActs;
  readonly nodeName: (id: string) => string;
}

/** Goes on without the machine of a task, where the others can do without it. */
export function LeaveOut({ run, task: { nodeId }, acts, nodeName }: LeaveOutProps) {
  const [asking, setAsking] = useState(false);
  if (nodeId === null || run.kind === 'rehearse') return null;
  const { tasks, isNeeded } = leftOn(run, nodeId);
  if (isNeeded) return null;
  const name = nodeName(nodeId);
  return (
    <>
      <Button {...acts.lock} onPress={() => setAsking(true)}>
        {words.action(name)}
      </Button>
      <Confirm
        isOpen={asking}
        title={words.title(name)}
        effect={words.effect({ name, tasks: tasks.length })}
        action={words.action(name)}
        stake={{ tier: 'restart', objects: tasks.map((one) => one.title) }}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          acts.ask({ act: 'skipNode', nodeId });
        }}
      />
    </>
  );
}
