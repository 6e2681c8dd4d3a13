// A line as it is typed to get onto a machine: ssh -p 2222 -i key user@host.
import { readAddress } from './address-form.ts';
import { unquoted } from './ansible-host.ts';
import type { Draft } from './draft.ts';

/** Options of ssh that are followed by a value. */
const valued = /[BbcDEeFIiJLlmOopPQRSWw]/;

/** Null: the line is no such command. Keys, jump hosts and what is to be run there are left aside. */
export function readSshCommand(words: readonly string[]): Draft | string | null {
  const start = words[0] === '$' || words[0] === '%' ? 1 : 0;
  if (words[start] !== 'ssh' || words.length < start + 2) return null;
  const said = readOptions(words.slice(start + 1).map(unquoted));
  if (said.destination === null) return 'This ssh command names no machine.';
  const { address, port, user } = readAddress(said.destination);
  return { address, port: said.options.get('port') ?? port, user: user ?? said.options.get('user') ?? null, name: null };
}

interface Said {
  readonly destination: string | null;
  /** The first of each counts, as in ssh. */
  readonly options: ReadonlyMap<string, string>;
}

function readOptions(words: readonly string[]): Said {
  const options = new Map<string, string>();
  let destination: string | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-') || word === '-') {
      // A second word is the command to run there; options may stand on both sides of the destination.
      if (destination !== null) break;
      destination = word;
      continue;
    }
    const letter = valued.exec(word.slice(1))?.[0];
    if (letter === undefined) continue;
    const glued = word.slice(word.indexOf(letter, 1) + 1);
    if (glued === '') at += 1;
    note(options, letter, glued === '' ? (words[at] ?? '') : glued);
  }
  return { destination, options };
}

function note(options: Map<string, string>, letter: string, value: string): void {
  const [key = '', text = ''] = letter === 'o' ? value.split('=') : [{ p: 'port', l: 'user' }[letter] ?? '', value];
  const name = key.trim().toLowerCase();
  if (!options.has(name)) options.set(name, text.trim());
}
