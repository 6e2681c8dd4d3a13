// What the three workload kinds have in common.
import type { Status } from '#contract/base.ts';
import type { Workload } from '#contract/cluster.ts';
import { count, identity, object, objects, shortened, text, type Raw } from './raw.ts';

export interface Progress {
  readonly desired: number;
  readonly ready: number;
  /** Already of the newest revision. */
  readonly updated: number;
  /** Has the controller seen the newest specification? */
  readonly observed: boolean;
}

export interface Verdict {
  readonly status: Status;
  readonly reason: string;
}

export const observed = (raw: Raw): boolean =>
  count(object(raw['status'])['observedGeneration']) >= count(object(raw['metadata'])['generation']);

export const verdict = (progress: Progress): Verdict => {
  const { desired, ready, updated } = progress;
  if (desired === 0) return ready === 0 ? { status: 'off', reason: 'Scaled to zero.' } : { status: 'working', reason: 'Scaling to zero.' };
  if (!progress.observed) return { status: 'working', reason: 'The newest change has not been taken up yet.' };
  if (updated < desired) return { status: 'working', reason: `${updated} of ${desired} updated.` };
  return ready < desired ? { status: 'working', reason: `${ready} of ${desired} ready.` } : { status: 'ready', reason: '' };
};

const imagesOf = (raw: Raw): string[] => {
  const pod = object(object(object(raw['spec'])['template'])['spec']);
  return [...new Set(objects(pod['containers']).map((container) => text(container['image'])))];
};

export const workloadRow = (kind: Workload['kind'], raw: Raw, state: Progress & Verdict): Workload => ({
  ...identity(raw),
  kind,
  namespace: text(object(raw['metadata'])['namespace']),
  status: state.status,
  reason: shortened(state.reason, 300),
  desired: state.desired,
  ready: state.ready,
  images: imagesOf(raw),
});
