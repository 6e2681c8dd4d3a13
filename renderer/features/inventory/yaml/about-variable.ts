// What a pointer on a variable tells: title, type, default, description, and on a node the value that counts.
import { hoverTooltip } from '@codemirror/view';
import type { Tooltip } from '@codemirror/view';
import type { Extension } from '@codemirror/state';
import type { EffectiveValue } from '#contract/inventory/drafts.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { t } from '#renderer/texts/current.ts';
import { variableAt } from '../model/completions.ts';
import { showValue } from '../model/value-text.ts';
import { sourceName } from '../source-name.ts';

const words = t.inventory.editor;

export interface AboutWorld {
  readonly variable: (name: string) => Variable | undefined;
  readonly effective: (node: string, variable: string) => Promise<EffectiveValue | null>;
}

function element(tag: string, text: string, className = ''): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

function row(name: string, value: string): HTMLElement {
  const made = element('div', '', 'about-row');
  made.append(element('span', name), element('code', value));
  return made;
}

function about(name: string, variable: Variable | undefined, value: EffectiveValue | null): HTMLElement {
  const box = element('div', '', 'about');
  box.append(element('span', variable?.title ?? name, 'about-title'));
  if (variable === undefined) box.append(element('span', words.unknown, 'about-quiet'));
  else {
    box.append(element('span', variable.description, 'about-quiet'));
    box.append(row(words.type, `${variable.type}, ${words.scope[variable.scope]}`));
    box.append(row(words.default, variable.default === undefined ? words.none : showValue(variable.default)));
    if (variable.neededBy.length > 0) box.append(row(words.required, variable.neededBy.join(', ')));
  }
  const source = value?.sources.at(-1);
  if (value !== null && source !== undefined)
    box.append(row(words.effective, `${showValue(value.value)}, ${words.from(sourceName(source))}`));
  return box;
}

export function aboutVariables(world: AboutWorld): Extension {
  return hoverTooltip(async (view, position): Promise<Tooltip | null> => {
    const found = variableAt(view.state.doc, position);
    if (found === null) return null;
    const [top, node] = found.path;
    const value = top === 'nodes' && node !== undefined ? await world.effective(node, found.name) : null;
    return { pos: found.from, end: found.to, above: true, create: () => ({ dom: about(found.name, world.variable(found.name), value) }) };
  });
}
