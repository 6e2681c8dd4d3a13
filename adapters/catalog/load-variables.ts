// Reads the dictionary of variables. A broken file names itself and the place in it, and nothing is half loaded.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { variable, type Variable } from '#contract/inventory/variables.ts';
import { referencesIn } from '#core/inventory/variables/references.ts';
import { settingNames } from '#core/inventory/variables/settings.ts';
import { misfitOf } from '#core/inventory/variables/value-type.ts';

/** Whom a variable comes from is the name of its file. */
const entries = z.array(variable.omit({ origin: true }));

/** The folder's variables, file by file. Throws an Error naming file and place; also for a name that stands for two things. */
export function loadVariables(folder: string): readonly Variable[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const all = files.toSorted().flatMap((name) => parseVariables(readFileSync(join(folder, name), 'utf8'), name));
  const problem = all.flatMap((one) => problemsOf(one, all))[0];
  if (problem !== undefined) throw new Error(problem);
  return all;
}

/** `text` as the file of that name. */
export function parseVariables(text: string, name: string): readonly Variable[] {
  const document = parseDocument(text);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) throw new Error(`${name}: ${problem.message}`);
  const origin = variable.shape.origin.safeParse(name.replace(/\.yaml$/, ''));
  if (!origin.success) throw new Error(`${name}: is not called after one of ${variable.shape.origin.options.join(', ')}`);
  const read = entries.safeParse(document.toJS());
  if (!read.success)
    throw new Error(`${name}: ${read.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`).join('; ')}`);
  return read.data.map((one) => Object.assign({ origin: origin.data }, one));
}

function problemsOf(one: Variable, all: readonly Variable[]): readonly string[] {
  const at = `${one.origin}.yaml: ${one.name}: `;
  const names = [one.name, ...one.aliases];
  const known = (name: string) => all.some((other) => other.name === name || other.aliases.includes(name));
  const doubles = names.filter((name) => all.filter((other) => [other.name, ...other.aliases].includes(name)).length > 1);
  const values = [one.default, one.example].filter((value) => value !== undefined);
  const unknown = values.flatMap((value) => referencesIn(JSON.stringify(value))).filter(({ name }) => !known(name));
  return [
    ...(new Set(names).size < names.length ? ['has one name twice'] : []),
    ...doubles.map((name) => `"${name}" stands for two variables`),
    ...values.flatMap((value) => misfitOf(value, one) ?? []).map(({ wanted }) => `default or example should be ${wanted}`),
    ...unknown.map(({ name }) => `refers to ${name}, which is no variable`),
    ...(one.setting !== undefined && !settingNames.includes(one.setting) ? [`${one.setting} is no setting`] : []),
    ...((one.type === 'choice') === (one.choices !== undefined) ? [] : ['choices go with the type choice']),
    ...(one.sensitive && one.default !== undefined ? ['a secret has no default'] : []),
  ].map((problem) => at + problem);
}
