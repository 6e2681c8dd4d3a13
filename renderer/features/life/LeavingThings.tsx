import { useQuery } from '@tanstack/react-query';
import type { Departure } from '#contract/nodes.ts';
import { Checkbox } from '#renderer/kit/Choices.tsx';
import { ConfirmList } from '#renderer/kit/Confirm.tsx';
import { visible } from '#renderer/kit/format.ts';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { t } from '#renderer/texts/current.ts';
import { departureQuery } from './queries.ts';

const words = t.life.dialog;

export interface LeavingThingsProps {
  readonly platformId: string;
  readonly nodeId: string;
  readonly keepVolumes: boolean;
  readonly onKeepVolumes: (keep: boolean) => void;
}

/** What lies and runs on the node, by name; volumes have to be agreed to. */
export function LeavingThings({ platformId, nodeId, keepVolumes, onKeepVolumes }: LeavingThingsProps) {
  const { data, error } = useQuery(departureQuery(platformId, nodeId));
  if (data === undefined) return error === null ? <Skeleton /> : <p>{words.unknown}</p>;
  return (
    <>
      <Volumes departure={data} keepVolumes={keepVolumes} onKeepVolumes={onKeepVolumes} />
      <ConfirmList title={words.lost} items={data.lost.map(visible)} />
      <ConfirmList title={words.scratch} items={data.scratch.map(visible)} />
      <ConfirmList title={words.held} items={data.held.map(({ pod, budget }) => words.heldBy(visible(pod), visible(budget)))} />
      <ConfirmList title={words.moving} items={data.moving.map(visible)} />
      {data.takers.length === 0 && <p>{words.noTakers}</p>}
    </>
  );
}

interface VolumesProps extends Pick<LeavingThingsProps, 'keepVolumes' | 'onKeepVolumes'> {
  readonly departure: Departure;
}
function Volumes({ departure: { volumes }, keepVolumes, onKeepVolumes }: VolumesProps) {
  if (volumes.length === 0) return null;
  const items = volumes.map((volume) => visible(words.volume(volume)));
  return (
    <>
      <ConfirmList title={words.volumes} items={items} />
      <Checkbox isSelected={keepVolumes} onChange={onKeepVolumes} hint={words.volumesHint}>
        {words.volumesStay}
      </Checkbox>
    </>
  );
}

/** Is there a question about volumes that waits for its answer? Where nobody can tell, the run itself asks. */
export function useVolumesSettled({ platformId, nodeId, keepVolumes }: Omit<LeavingThingsProps, 'onKeepVolumes'>): boolean {
  const { data, isPending } = useQuery(departureQuery(platformId, nodeId));
  return !isPending && (keepVolumes || data === undefined || data.volumes.length === 0);
}
