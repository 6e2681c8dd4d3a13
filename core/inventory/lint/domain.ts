// The domain: whether a browser would find what is set up under it.
import { recordFor } from '#core/certificates/name-rungs.ts';
import { entryOf } from '#core/inventory/document/values.ts';
import { defaultContent } from '#core/platform/default-content.ts';
import type { DomainLeads } from './domain-names.ts';
import { finding, type Finding } from './finding.ts';
import type { ReadSettings } from './settings.ts';

export function domainFindings({ typed, content, sound }: ReadSettings, leads: (domain: string | null) => DomainLeads): Finding[] {
  const { domain } = content.settings;
  // The one that is proposed leads nowhere until somebody has chosen it.
  const isChosen = entryOf(typed, 'domain') === domain && domain !== defaultContent.settings.domain;
  const found = leads(isChosen && sound.has('settings.domain') ? domain : null);
  if (found === 'unknown' || found === 'somewhere') return [];
  const message =
    found === 'nowhere'
      ? `Neither ${domain} nor names below it lead anywhere.`
      : `Names below ${domain}, such as those of components, lead nowhere.`;
  const remedy =
    found === 'nowhere'
      ? `${recordFor(domain, content.settings)} Add one for *.${domain} too.`
      : recordFor(`*.${domain}`, content.settings);
  return [finding('domain-unreachable', ['settings', 'domain'], { severity: 'warning', message, remedy })];
}
