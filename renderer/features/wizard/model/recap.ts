// One short line under a step that is done, so that the list of steps is also a summary.
import { t } from '#renderer/texts/current.ts';
import { plural } from '#renderer/texts/plural.ts';
import type { PlatformContent } from '#contract/platforms.ts';
import type { PreflightTable } from './preflight-table.ts';
import type { Page } from './steps.ts';

type Table = Pick<PreflightTable, 'counts' | 'verdict'>;
const words = t.wizard.recap;
const recaps: Partial<Record<Page, (content: PlatformContent, table: Table) => string>> = {
  nodes: (content) => plural(content.nodes.length, 'machine'),
  access: (content) => words.access(content.nodes.filter((node) => node.hostKey !== null).length),
  preflight: (_content, table) => (table.verdict === 'passed' ? words.preflight(table.counts.warn) : words.looked),
  roles(content) {
    const control = content.nodes.find((node) => node.role === 'control');
    return control === undefined ? '' : words.roles(control.name, content.nodes.length - 1);
  },
  settings: (content) => words.settings(content.settings.domain, content.components.length),
};

export const recapOf = (page: Page, content: PlatformContent, table: Table): string => recaps[page]?.(content, table) ?? '';
