// Renames a node, a group, a variable or a secret, and with it all that refers to it.
import type { DocumentPath, TextEdit } from '#contract/inventory/document.ts';
import { fault } from '#core/fault.ts';
import type { Yaml, YamlMap, YamlPair, YamlScalar, YamlSyntax } from '#core/ports/yaml.ts';
import { findIn } from './locate.ts';
import { unfitName, type Kind } from './fit-name.ts';
import { renamedInTemplates, type TemplateName } from './rename-template.ts';
import { pathIn, type Part, type Working } from './working.ts';

interface Wish {
  readonly path: DocumentPath;
  readonly to: string;
  readonly yaml: Yaml;
}

/** Throws INPUT_INVALID when nothing stands there, something of the new name does, or the new name is none for it. */
export function renameAll(working: Working, wish: Wish): void {
  const { path, to } = wish;
  const kind = kindOf(path);
  const from = oldName(working, path, kind);
  if (from === null) throw refusal(path, 'Nothing stands there.');
  if (from === to) return;
  requireFit(kind, wish);
  const head = path.length === 1 ? working.headOf(path[0]) : null;
  if (head !== null) working.join(head);
  const rule: Rule = { kind, from, to, path, yaml: wish.yaml };
  if (kind !== 'secret') guardNew(working, rule);
  for (const part of working.parts.slice()) {
    const { root, text } = part.piece;
    if (root === null) continue;
    const edits = new Renamer(rule, text).in(root, part.piece.kind === 'entry' ? [part.piece.section ?? 'nodes'] : []);
    if (edits.length > 0 && !working.edit(part, edits, 'anything'))
      throw refusal(path, 'This cannot be renamed without touching what stands around it.');
  }
}

function requireFit(kind: Kind, { path, to }: Wish): void {
  const reason = unfitName(kind, to);
  if (reason !== null) throw refusal(path, reason);
}

const refusal = (path: DocumentPath, reason: string) =>
  fault('INPUT_INVALID', { field: path.join('.'), reason }, { field: path.join('.') });

function kindOf(path: DocumentPath): Kind {
  const [top, , third] = path;
  if (path.at(-1) === '!secret') return 'secret';
  if (top === 'nodes' && path.length === 2) return 'node';
  if (top === 'groups' && path.length === 2) return 'group';
  if (top === 'variables' && path.length === 2) return 'variable';
  return (top === 'nodes' || top === 'groups') && third === 'variables' && path.length === 4 ? 'variable' : 'key';
}

function partOf(working: Working, path: DocumentPath): Part | null {
  const head = working.headOf(path[0]);
  if (head === null) return working.top(path[0]);
  return path.length === 1 ? head : working.entry(head.piece.section ?? 'nodes', path[1]);
}

function oldName(working: Working, path: DocumentPath, kind: Kind): string | null {
  const part = partOf(working, path);
  const found = part === null ? null : findIn(part.piece.root, pathIn(part, path));
  if (found === null) return null;
  if (kind !== 'secret') return found.pair?.key ?? null;
  return found.value?.kind === 'scalar' ? String(found.value.value) : null;
}

interface Rule {
  readonly kind: Kind;
  readonly from: string;
  readonly to: string;
  readonly path: DocumentPath;
  readonly yaml: Yaml;
}

/** A variable is renamed in every scope: none of them may have the new one already. */
function guardNew(working: Working, { kind, from, to, path }: Rule): void {
  const others = (pairs: readonly YamlPair[]) => pairs.some(({ key }) => key === from) && pairs.some(({ key }) => key === to);
  const beside = [...path.slice(0, -1), to];
  const part = partOf(working, beside);
  if (part !== null && findIn(part.piece.root, pathIn(part, beside)) !== null) throw refusal(path, `${to} stands there already.`);
  if (kind !== 'variable') return;
  const bothThere = () => refusal(path, `${to} is a variable already where ${from} is one.`);
  const isBoth = working.entry('variables', from) !== null && working.entry('variables', to) !== null;
  if (isBoth) throw bothThere();
  for (const { piece } of working.parts) {
    const scopes = piece.root === null ? [] : variablesIn(piece.root, piece.kind === 'entry' ? [piece.section ?? 'nodes'] : []);
    if (scopes.some((scope) => others(scope.pairs))) throw bothThere();
  }
}

/** All maps of variables below. */
function variablesIn(map: YamlMap, path: DocumentPath): readonly YamlMap[] {
  return map.pairs.flatMap(({ key, value }) => {
    if (value?.kind !== 'map') return [];
    const at = [...path, key];
    if (isScope(at)) return [value];
    return at.length < 3 ? variablesIn(value, at) : [];
  });
}
const isScope = (path: DocumentPath): boolean =>
  (path.length === 1 && path[0] === 'variables') ||
  (path.length === 3 && (path[0] === 'nodes' || path[0] === 'groups') && path[2] === 'variables');

class Renamer {
  readonly #edits: TextEdit[] = [];
  readonly #rule: Rule;
  readonly #text: string;
  constructor(rule: Rule, text: string) {
    this.#rule = rule;
    this.#text = text;
  }

  in(root: YamlSyntax, path: DocumentPath): readonly TextEdit[] {
    this.#visit(root, path);
    return this.#edits;
  }

  #visit(value: YamlSyntax | null, path: DocumentPath): void {
    if (value === null || value.kind === 'alias') return;
    if (value.kind === 'scalar') this.#scalar(value, path);
    else if (value.kind === 'list') for (const [index, item] of value.items.entries()) this.#visit(item, [...path, index]);
    else {
      for (const pair of value.pairs) {
        const at = [...path, pair.key];
        if (this.#isMeant(at)) this.#replace({ from: pair.keyFrom, to: pair.keyTo }, this.#rule.yaml.inline(this.#rule.to));
        this.#visit(pair.value, at);
      }
    }
  }

  #isMeant(path: DocumentPath): boolean {
    const { kind, from, path: meant } = this.#rule;
    if (kind === 'variable') return path.at(-1) === from && isScope(path.slice(0, -1));
    return kind !== 'secret' && path.length === meant.length && path.every((step, index) => step === meant[index]);
  }

  #scalar(scalar: YamlScalar, path: DocumentPath): void {
    const { kind, from, to, yaml } = this.#rule;
    const isSecret = kind === 'secret' && scalar.tag === '!secret';
    const isGroup = kind === 'group' && isGroupName(path);
    if ((isSecret || isGroup) && String(scalar.value) === from) this.#replaceText(scalar, yaml.inline(to));
    if (kind === 'node' && isJump(path)) this.#jump(scalar);
    else if ((kind === 'node' || kind === 'variable') && typeof scalar.value === 'string') this.#template(scalar, kind);
  }

  #jump(scalar: YamlScalar): void {
    const { from, to, yaml } = this.#rule;
    const parts = /^(?:([^@]*)@)?([^:]*)(:\d+)?$/.exec(String(scalar.value));
    if (parts?.[2] !== from) return;
    this.#replaceText(scalar, yaml.inline(`${parts[1] === undefined ? '' : `${parts[1]}@`}${to}${parts[3] ?? ''}`));
  }

  /** In the source as it is written, so that quotes and line breaks stay. */
  #template(scalar: YamlScalar, kind: TemplateName['kind']): void {
    const { from, to } = this.#rule;
    const source = this.#text.slice(scalar.from, scalar.to);
    const renamed = renamedInTemplates(source, { kind, from, to, style: scalar.style });
    if (renamed !== source) this.#replace(scalar, renamed);
  }

  /** Behind its tag. */
  #replaceText(scalar: YamlScalar, insert: string): void {
    const source = this.#text.slice(scalar.from, scalar.to);
    const properties = /^(?:[!&]\S*\s+)*/.exec(source)?.[0].length ?? 0;
    this.#replace({ from: scalar.from + properties, to: scalar.to }, insert);
  }

  #replace({ from, to }: { from: number; to: number }, insert: string): void {
    this.#edits.push({ from, to, insert });
  }
}

const isJump = (path: DocumentPath): boolean => path.length === 3 && path[0] === 'nodes' && path[2] === 'jump';
const isGroupName = (path: DocumentPath): boolean =>
  path.length === 4 && (path[0] === 'nodes' || path[0] === 'groups') && path[2] === 'groups';
