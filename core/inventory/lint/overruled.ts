// Variables that say otherwise what a setting or a field of a machine says as well. Hearth reads the setting.
import type { DocumentData, DocumentNode, DocumentPath } from '#contract/inventory/document.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { entryOf, sameValue, type DocumentMap } from '#core/inventory/document/values.ts';
import type { Dictionary } from '#core/inventory/variables/dictionary.ts';
import { nodeSetting, platformSetting, type Said } from '#core/inventory/variables/settings.ts';
import { finding, type Finding } from './finding.ts';

const withSetting = ({ all }: Dictionary): readonly Variable[] => all.filter(({ setting }) => setting !== undefined);

export function overruledSettings(data: DocumentData, dictionary: Dictionary): Finding[] {
  return withSetting(dictionary).flatMap((known) => {
    const said = platformSetting(data, known.setting);
    return said === null ? [] : contradictions(data.variables, ['variables'], { known, said });
  });
}

/** Another address for Ansible than for Hearth may be meant so. */
export function overruledFields(node: DocumentNode, dictionary: Dictionary): Finding[] {
  if (Object.keys(node.variables).length === 0) return [];
  return withSetting(dictionary).flatMap((known) => {
    const said = nodeSetting(node, known.setting);
    return said === null ? [] : contradictions(node.variables, ['nodes', node.name, 'variables'], { known, said });
  });
}

function contradictions(values: DocumentMap, path: DocumentPath, { known, said }: { known: Variable; said: Said }): Finding[] {
  return [known.name, ...known.aliases].flatMap((name) => {
    const value = entryOf(values, name);
    if (value === undefined || value === null || sameValue(value, said.value)) return [];
    const field = said.path?.[0] === 'nodes';
    const where = (said.path ?? (known.setting ?? '').split('.')).slice(field ? 2 : 0).join('.');
    return [
      finding('setting-overruled', [...path, name], {
        severity: field ? 'hint' : 'warning',
        message: `${name} says something else than ${where}; Hearth goes by ${where}, Ansible by ${name}.`,
        remedy: `Remove ${name}, or make both say the same.`,
      }),
    ];
  });
}
