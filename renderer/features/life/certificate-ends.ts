// Which certificates of the control nodes end first, and whether somebody has to know.
import type { Node, NodeCertificates } from '#contract/nodes.ts';
import type { Attention } from '#renderer/features/home/attention.ts';
import { visible } from '#renderer/kit/format.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';

const dayMs = 86_400_000;
/** As for the run that renews them. */
const marginDays = 30;

export const daysLeft = (endsAt: number, now: number): number => Math.floor((endsAt - now) / dayMs);

export const firstEnding = ({ certificates }: Pick<NodeCertificates, 'certificates'>) =>
  certificates.toSorted((a, b) => a.endsAt - b.endsAt)[0] ?? null;

export const isNear = (endsAt: number, now: number): boolean => daysLeft(endsAt, now) < marginDays;

export interface Ends {
  readonly platformId: string;
  readonly rows: readonly NodeCertificates[];
  readonly nodes: readonly Pick<Node, 'id' | 'name'>[];
  readonly now: number;
}

/** Nodes that could not be read say so elsewhere. */
export const certificateAttention = ({ platformId, rows, nodes, now }: Ends): readonly Attention[] =>
  rows.flatMap((row) => {
    const first = firstEnding(row);
    if (first === null || !isNear(first.endsAt, now)) return [];
    const days = daysLeft(first.endsAt, now);
    const name = nodes.find(({ id }) => id === row.nodeId)?.name ?? row.nodeId;
    return [
      {
        key: `certificates/${platformId}/${row.nodeId}`,
        status: days < 0 ? ('failed' as const) : ('attention' as const),
        title: t.life.certificates.attention(visible(name)),
        text: t.life.certificates.soon(visible(first.name), days),
        to: `${paths.settings('platform')}?act=renew`,
      },
    ];
  });
