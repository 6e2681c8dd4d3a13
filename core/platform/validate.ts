import type { ComponentFile } from '#contract/component-file.ts';
import type { Issue, PlatformContent } from '#contract/platforms.ts';
import type { ClusterStage } from '#contract/topology.ts';
import { closureOf, totalOf } from '#core/catalog/closure.ts';
import { likelyName } from '#core/catalog/likely-name.ts';
import { error, warning } from './issue.ts';
import { nodeIssues } from './node-issues.ts';
import { gibibytes } from './preflight-check.ts';
import { settingsIssues } from './settings-issues.ts';

/** Everything that is wrong with a platform, by path; errors keep a plan from being made. */
export function validatePlatform(
  content: PlatformContent,
  components: readonly ComponentFile[],
  stage: ClusterStage = 'planned',
): readonly Issue[] {
  return [...nodeIssues(content, stage), ...settingsIssues(content), ...componentIssues(content, components)];
}

function componentIssues(content: PlatformContent, components: readonly ComponentFile[]): Issue[] {
  const ids = components.map((component) => component.id);
  const found = content.components.flatMap((id, index) => {
    const path = `components.${index}`;
    if (content.components.indexOf(id) < index) return [error(path, `${id} is chosen twice.`)];
    if (ids.includes(id)) return [];
    const likely = likelyName(id, ids);
    const hint = likely === '' ? '' : ` Did you mean ${likely}?`;
    return [error(path, `The catalogue has no component "${id}".${hint}`)];
  });
  return found.length > 0 ? found : roomIssues(content, components);
}

/** Asked for by the chosen components against what the machines were found to have. */
function roomIssues(content: PlatformContent, components: readonly ComponentFile[]): Issue[] {
  const facts = content.nodes.map((node) => node.facts).filter((one) => one !== null);
  if (facts.length < content.nodes.length || facts.length === 0) return [];
  const asked = totalOf(closureOf(content.components, components));
  const memory = facts.reduce((sum, one) => sum + one.memoryBytes, 0);
  const cores = facts.reduce((sum, one) => sum + one.cpu.cores, 0);
  const found: Issue[] = [];
  const say = (message: string) => found.push(warning('components', message));
  if (asked.memoryBytes > memory)
    say(`The chosen components ask for ${gibibytes(asked.memoryBytes)} of memory; all machines together have ${gibibytes(memory)}.`);
  if (asked.cpuMilli > cores * 1000)
    say(`The chosen components ask for ${asked.cpuMilli / 1000} cores; all machines together have ${cores}.`);
  return found;
}
