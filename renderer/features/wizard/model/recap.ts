// One short line under a step that is done, so that the list of steps is also a summary.
import { t } from '#renderer/texts/current.ts';
import { plural } from '#renderer/texts/plural.ts';
import type { PlatformContent } from '#contract/platforms.ts';
import type { PreflightTable } from './preflight-table.ts';
import type { Page } from './steps.ts';

export function recapOf(page: Page, content: PlatformContent, table: Pick<PreflightTable, 'counts' | 'verdict'>): string {
  const words = t.wizard.recap;
  switch (page) {
    case 'nodes':
      return plural(content.nodes.length, 'machine');
    case 'access':
      return words.access(content.nodes.filter((node) => node.hostKey !== null).length);
    case 'preflight':
      return table.verdict === 'passed' ? words.preflight(table.counts.warn) : words.looked;
    case 'roles': {
      const control = content.nodes.find((node) => node.role === 'control');
      return control === undefined ? '' : words.roles(control.name, content.nodes.length - 1);
    }
    case 'settings':
      return words.settings(content.settings.domain, content.components.length);
    case 'review':
    case 'run':
    case 'finish':
      return '';
  }
}
