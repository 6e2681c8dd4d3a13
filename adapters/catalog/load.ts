// Reads the component files. A broken one names itself and the place in it, and nothing is half loaded.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { componentFile, type ComponentFile } from '#contract/component-file.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { closureOf } from '#core/catalog/closure.ts';
import { fillValues, tokenNames } from '#core/catalog/values.ts';

/**
 * The folder's components in the order of their ids. Their values may name the settings and these variables, in upper case.
 * Throws an Error naming file and path; also for an unknown need or a circle.
 */
export function loadCatalog(folder: string, variables: readonly Pick<Variable, 'name'>[] = []): readonly ComponentFile[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const tokens = [...tokenNames, ...variables.map((variable) => variable.name.toUpperCase())];
  const components = files.toSorted().map((name) => parseComponent(readFileSync(join(folder, name), 'utf8'), name, tokens));
  closureOf(
    components.map((component) => component.id),
    components,
  );
  return components;
}

/** `text` as the file of that name; the id must be the name of the file. */
export function parseComponent(text: string, name: string, tokens: readonly string[] = tokenNames): ComponentFile {
  const document = parseDocument(text);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) throw new Error(`${name}: ${problem.message}`);
  const read = componentFile.safeParse(document.toJS());
  if (!read.success)
    throw new Error(`${name}: ${read.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`).join('; ')}`);
  if (`${read.data.id}.yaml` !== name) throw new Error(`${name}: id: is "${read.data.id}", but the file is called ${name}`);
  checkTokens(read.data, name, tokens);
  return read.data;
}

function checkTokens({ release }: ComponentFile, name: string, tokens: readonly string[]): void {
  try {
    fillValues(release.values, Object.fromEntries(tokens.map((token) => [token, token])));
  } catch (error) {
    throw new Error(`${name}: release.values.${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
