// A platform's content as a new document.
import type { PlatformContent } from '#contract/platforms.ts';
import type { Yaml } from '#core/ports/yaml.ts';
import { settingsForm, shortNodeForm } from './content-form.ts';

/** Ends with a line break. */
export function writeDocument(content: PlatformContent, yaml: Yaml): string {
  const { name, distribution, channel, settings, components, nodes } = content;
  const text = yaml.block({
    hearth: 1,
    name,
    distribution,
    channel,
    settings: settingsForm(settings),
    components,
    variables: {},
    groups: {},
    nodes: Object.fromEntries(nodes.map((node) => [node.name, shortNodeForm(node)])),
  });
  return `# What this platform is to be. Hearth reads and writes this file; so may you.\n${text}\n`;
}
