// Reads the component files. A broken one names itself and the place in it, and nothing is half loaded.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { componentFile, type ComponentFile } from '#contract/component-file.ts';
import { closureOf } from '#core/catalog/closure.ts';
import { fillValues, tokenNames } from '#core/catalog/values.ts';

/** The folder's components in the order of their ids. Throws an Error naming file and path; also for an unknown need or a circle. */
export function loadCatalog(folder: string): readonly ComponentFile[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const components = files.toSorted().map((name) => readComponent(join(folder, name), name));
  closureOf(
    components.map((component) => component.id),
    components,
  );
  return components;
}

/** `text` as the file of that name; the id must be the name of the file. */
export function parseComponent(text: string, name: string): ComponentFile {
  const document = parseDocument(text);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) throw new Error(`${name}: ${problem.message}`);
  const read = componentFile.safeParse(document.toJS());
  if (!read.success)
    throw new Error(`${name}: ${read.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`).join('; ')}`);
  if (`${read.data.id}.yaml` !== name) throw new Error(`${name}: id: is "${read.data.id}", but the file is called ${name}`);
  checkTokens(read.data, name);
  return read.data;
}

const readComponent = (path: string, name: string): ComponentFile => parseComponent(readFileSync(path, 'utf8'), name);

function checkTokens({ release }: ComponentFile, name: string): void {
  try {
    fillValues(release.values, Object.fromEntries(tokenNames.map((token) => [token, token])));
  } catch (error) {
    throw new Error(`${name}: release.values.${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
