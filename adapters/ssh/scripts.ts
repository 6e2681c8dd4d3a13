// The named scripts and the prelude that runs in front of each.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ScriptLibrary {
  /** Functions that every script may use: answer, say, say_and_keep, die, have. */
  readonly prelude: string;
  /** Text of installer-steps/scripts/NAME.sh. */
  text(name: string): string;
}

const ownPrelude = () => join(import.meta.dirname, 'prelude.sh');

/** Reads all scripts of a folder once. A name that is not among them is a defect and throws. */
export function loadScripts(folder: string, preludePath: string = ownPrelude()): ScriptLibrary {
  const texts = new Map<string, string>();
  for (const file of readdirSync(folder)) {
    if (file.endsWith('.sh')) texts.set(file.slice(0, -3), readFileSync(join(folder, file), 'utf8'));
  }
  return {
    prelude: readFileSync(preludePath, 'utf8'),
    text(name) {
      const text = texts.get(name);
      if (text === undefined) throw new Error(`There is no script ${name}.sh in ${folder}.`);
      return text;
    },
  };
}
