// Names inside the templates of a text, `{{ … }}` and `{% … %}`, renamed in the source as it is written.
import type { YamlScalar } from '#core/ports/yaml.ts';

export interface TemplateName {
  readonly kind: 'node' | 'variable';
  readonly from: string;
  readonly to: string;
  /** Of the text around it: there, quotes inside are written in another way. */
  readonly style: YamlScalar['style'];
}

export const renamedInTemplates = (source: string, name: TemplateName): string =>
  source.replaceAll(/\{\{[^]*?\}\}|\{%[^]*?%\}/g, (inside) => renamedIn(inside, name));

const word = '[A-Za-z_]\\w*';
const subscript = '\\[(?:[^[\\]]|\\[[^[\\]]*\\])*\\]';
/** What belongs to a machine, a text in quotes, or a name with the dot in front of it. */
const token = (quoted: string) =>
  new RegExp(`(hostvars\\s*)(${subscript}|\\.\\s*${word})(\\s*(?:\\.\\s*${word}|${subscript}))?|${quoted}|\\.\\s*${word}|${word}`, 'g');
const tokens = { single: token(`''[^']*''|"[^"]*"`), other: token(`'[^']*'|\\\\?"[^"]*"`) };

/** Texts in quotes and attributes of other things are not meant. */
function renamedIn(template: string, name: TemplateName): string {
  const pattern = name.style === 'single' ? tokens.single : tokens.other;
  return template.replaceAll(pattern, (found: string, ...[head, host, member]: readonly (string | undefined)[]) => {
    if (head !== undefined) return `${head}${hostIn(host ?? '', name)}${memberIn(member ?? '', name)}`;
    return name.kind === 'variable' && found === name.from ? name.to : found;
  });
}

/** The machine: by its name, or by something that has to be worked out. */
function hostIn(host: string, name: TemplateName): string {
  if (name.kind === 'node' && isNamed(host, name.from)) return renamedAccess(host, name);
  return host.startsWith('[') ? `[${renamedIn(host.slice(1, -1), name)}]` : host;
}
function memberIn(member: string, name: TemplateName): string {
  if (name.kind === 'variable' && isNamed(member, name.from)) return renamedAccess(member, name);
  const start = member.indexOf('[');
  return start < 0 ? member : `${member.slice(0, start + 1)}${renamedIn(member.slice(start + 1, -1), name)}]`;
}

/** `.name`, or `['name']` with quotes as they are written in a text of any style. */
const named = /^(\s*)(?:\.\s*(\w+)|\[\s*('{1,2}|\\?")([^'"\\]*)('{1,2}|\\?")\s*\])$/;
function isNamed(access: string, from: string): boolean {
  const [, , plain, open, quoted, close] = named.exec(access) ?? [];
  return plain === from || (open !== undefined && open === close && quoted === from);
}
function renamedAccess(access: string, { from, to, style }: TemplateName): string {
  const isPlain = access.trimStart().startsWith('.');
  if (!isPlain || /^[A-Za-z_]\w*$/.test(to)) return access.replace(from, () => to);
  // A name with a hyphen would be a subtraction.
  const quote = style === 'single' ? '"' : "'";
  return access.replace(/\.\s*\w+$/, () => `[${quote}${to}${quote}]`);
}
