import type { ClusterEvent } from '#contract/cluster.ts';
import { count, identity, moment, object, shortened, text, type Raw } from './raw.ts';

const messageLimit = 1000;

export const trimEvent = (raw: Raw): ClusterEvent => {
  const about = object(raw['involvedObject']);
  const series = object(raw['series']);
  const own = identity(raw);
  // Older reporters write lastTimestamp, newer ones eventTime and a series.
  const times = [raw['lastTimestamp'], series['lastObservedTime'], raw['eventTime'], raw['firstTimestamp']];
  return {
    ...own,
    namespace: text(object(raw['metadata'])['namespace']),
    about: { kind: text(about['kind']), name: text(about['name']) },
    warning: raw['type'] === 'Warning',
    reason: text(raw['reason']),
    message: shortened(text(raw['message']), messageLimit),
    count: Math.max(1, count(raw['count']), count(series['count'])),
    lastAt: Math.max(...times.map(moment)) || own.createdAt,
  };
};
