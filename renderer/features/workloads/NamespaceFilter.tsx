import type { LiveCluster } from '#renderer/live/live-cluster.ts';
import { useStore } from '#renderer/live/use-live.ts';
import { Select } from '#renderer/kit/Select.tsx';
import { formatCount } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';

export interface NamespaceFilterProps {
  readonly live: LiveCluster;
  /** Empty for all. */
  readonly value: string;
  readonly onChange: (namespace: string) => void;
}

const every = '*';

export function NamespaceFilter({ live, value, onChange }: NamespaceFilterProps) {
  useStore(live, 'pods');
  const names = new Set(live.namespaces.groups().filter((name) => live.namespaces.get(name).count > 0));
  if (value !== '') names.add(value);
  const options = [
    { value: every, label: t.cluster.workloads.allNamespaces },
    ...[...names].sort().map((name) => ({ value: name, label: name, hint: formatCount(live.namespaces.get(name).count) })),
  ];
  return (
    <Select
      label={t.cluster.workloads.namespace}
      labelHidden
      value={value === '' ? every : value}
      options={options}
      onChange={(next) => onChange(next === every ? '' : next)}
    />
  );
}
