// Takes a folder of Ansible inventories, each a folder of its own or a file, through an import and an export, and asks Ansible whether anything
// changed: node adapters/conformance/inventories.ts FOLDER
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { differencesOf, noAnsibleReason, typedInventories, writeFiles } from './ansible.ts';
import { composeYaml } from '#adapters/inventory/compose-yaml.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import type { AnsibleFile } from '#contract/inventory/ansible.ts';
import { exportForAnsible } from '#core/inventory/ansible/export.ts';
import { importFromAnsible } from '#core/inventory/ansible/import.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import { dictionaryOf } from '#core/inventory/variables/dictionary.ts';

/** Files that only a password opens, or a program makes, are left out on both sides. */
const isReadable = ({ text }: AnsibleFile): boolean =>
  !text.startsWith('$ANSIBLE_VAULT') && !/^plugin:/m.test(text) && !text.includes('\0');

function filesIn(path: string): AnsibleFile[] {
  if (statSync(path).isFile()) return [{ path: path.split(sep).at(-1) ?? '', text: readFileSync(path, 'utf8') }];
  const found = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return found.map((entry) => {
    const file = join(entry.parentPath, entry.name);
    return { path: relative(path, file).split(sep).join('/'), text: readFileSync(file, 'utf8') };
  });
}

async function roundTrips(source: string, work: string): Promise<number> {
  const dictionary = dictionaryOf([]);
  const made = readdirSync(source)
    .toSorted()
    .map((name) => {
      const files = filesIn(join(source, name)).filter(isReadable);
      const [before, after] = [join(work, name, 'before'), join(work, name, 'after')];
      writeFiles(before, files);
      const { imported } = importFromAnsible(files, { yaml, composeYaml, dictionary });
      const document = readDocument(imported.text, yaml);
      writeFiles(after, [{ path: 'export.yml', text: exportForAnsible(document.data, dictionary).text }]);
      writeFileSync(join(work, name, 'document.yaml'), imported.text);
      return { name, before, after: join(after, 'export.yml'), imported, mistakes: document.mistakes };
    });
  const originals = await typedInventories(made.map(({ before }) => before));
  const exports = await typedInventories(made.map(({ after }) => after));
  let failed = 0;
  for (const [index, { name, imported, mistakes }] of made.entries()) {
    const [original, exported] = [originals[index], exports[index]];
    const found = original === undefined || exported === undefined ? ['no answer'] : differencesOf(original, exported);
    const all = [...found, ...mistakes.map(({ message }) => message)];
    failed += all.length > 0 ? 1 : 0;
    const hosts = original !== undefined && 'hosts' in original ? Object.keys(original.hosts).length : 0;
    console.log(
      `${all.length === 0 ? 'same' : 'DIFFERS'}  ${name}: ${hosts} hosts, ${imported.nodes} nodes, ${imported.groups} groups, ${imported.variables} variables, ${imported.notes.length} notes`,
    );
    for (const difference of all.slice(0, 10)) console.log(`    ${difference.slice(0, 300)}`);
  }
  console.log(`${made.length - failed} of ${made.length} inventories are the same`);
  return failed;
}

const [source] = process.argv.slice(2);
const missing = noAnsibleReason();
if (source === undefined || missing !== null) {
  console.error(missing ?? 'Say which folder holds the inventories: node adapters/conformance/inventories.ts FOLDER');
  process.exitCode = 2;
} else {
  const work = mkdtempSync(join(tmpdir(), 'hearth-inventories-'));
  process.exitCode = (await roundTrips(source, work)) === 0 ? 0 : 1;
  if (process.env['HEARTH_KEEP'] === undefined) rmSync(work, { recursive: true, force: true });
  else console.log(work);
}
