// One short line under a step that is done, so that the list of steps is also a summary.
import { t } from '#renderer/texts/current.ts';
import { plural } from '#renderer/texts/plural.ts';
import type { ClusterAccess } from '#contract/cluster.ts';
import type { PlatformContent } from '#contract/platforms.ts';
import { basisOf, type PreflightTable } from './preflight-table.ts';
import type { Page } from './steps.ts';
import { controlsOf } from './topology.ts';

type Table = Pick<PreflightTable, 'counts' | 'verdict'> & {
  readonly cluster: ClusterAccess | null;
  /** The answers that the machines were checked for. */
  readonly basis: string | null;
};
const words = t.wizard.recap;
const recaps: Partial<Record<Page, (content: PlatformContent, table: Table) => string>> = {
  distribution: ({ distribution }) => t.wizard.review.distribution(distribution),
  connect: (_content, { cluster }) => t.wizard.cluster.existing.recap(cluster?.server ?? ''),
  rights: (_content, { cluster }) =>
    cluster === null ? '' : t.wizard.cluster.existing.recapRights(cluster.rights.filter(({ state }) => state === 'limited').length),
  nodes: (content) => plural(content.nodes.length, 'machine'),
  access: (content) => words.access(content.nodes.filter((node) => node.hostKey !== null).length),
  preflight(content, table) {
    if (table.verdict !== 'passed') return words.looked;
    return table.basis === basisOf(content) ? words.preflight(table.counts.warn) : words.preflightOld;
  },
  roles(content) {
    const [first, ...further] = controlsOf(content.nodes);
    return first === undefined ? '' : words.roles(first.name, 1 + further.length, content.nodes.length - 1 - further.length);
  },
  settings: (content) => words.settings(content.settings.domain, content.components.length),
};

export const recapOf = (page: Page, content: PlatformContent, table: Table): string => recaps[page]?.(content, table) ?? '';
