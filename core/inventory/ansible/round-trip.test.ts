// What Ansible makes of an inventory, and of its export after an import, is the same.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { samples } from '#adapters/conformance/ansible-samples.ts';
import {
  differencesOf,
  listedInventories,
  noAnsibleReason,
  parsePython,
  runAnsible,
  typedInventories,
  writeFiles,
} from '#adapters/conformance/ansible.ts';
import { orWhyNot } from '#adapters/conformance/sshd.ts';
import { composeYaml } from '#adapters/inventory/compose-yaml.ts';
import { yaml } from '#adapters/inventory/yaml.ts';
import type { AnsibleFile } from '#contract/inventory/ansible.ts';
import { readDocument } from '#core/inventory/document/read-document.ts';
import { dictionaryOf } from '#core/inventory/variables/dictionary.ts';
import { exportForAnsible } from './export.ts';
import { importFromAnsible } from './import.ts';

const count = 500;
const seed = 20_261_121;
const dictionary = dictionaryOf([]);
const folder = mkdtempSync(join(tmpdir(), 'hearth-ansible-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000);

/** Through the text of the document, as a person would have it. */
function exported(files: readonly AnsibleFile[]): string {
  const { imported } = importFromAnsible(files, { yaml, composeYaml, dictionary });
  const document = readDocument(imported.text, yaml);
  expect(document.mistakes, imported.text).toEqual([]);
  return exportForAnsible(document.data, dictionary).text;
}

const reason = noAnsibleReason();
describe.skipIf(reason !== null)(orWhyNot('import and export of Ansible inventories', reason), () => {
  test(`${count} inventories keep their hosts, groups and values`, { timeout: 600_000 }, async () => {
    const made = fc.sample(samples, { numRuns: count, seed });
    const paths = made.map((sample, index) => {
      const before = join(folder, String(index), 'before');
      const after = join(folder, String(index), 'after');
      writeFiles(before, sample.files);
      writeFiles(after, [{ path: 'export.yml', text: exported(sample.files) }]);
      return { before, after: join(after, 'export.yml') };
    });
    const [originals, exports] = await Promise.all([
      typedInventories(paths.map(({ before }) => before)),
      typedInventories(paths.map(({ after }) => after)),
    ]);
    const wrong = made.flatMap(({ files }, index) => {
      const [original, exportedOne] = [originals[index], exports[index]];
      const differences = original === undefined || exportedOne === undefined ? ['no answer'] : differencesOf(original, exportedOne);
      return differences.length === 0 ? [] : [{ index, differences, files }];
    });
    expect(wrong.slice(0, 3), `${wrong.length} of ${count} differ`).toEqual([]);
  });

  test('the fixture says what the command says', { timeout: 120_000 }, async () => {
    const made = fc.sample(samples, { numRuns: 2, seed: seed + 1 });
    const paths = made.map(({ files }, index) => {
      const path = join(folder, `listed-${index}`);
      writeFiles(path, files);
      return path;
    });
    const answers = await listedInventories(paths);
    for (const [index, path] of paths.entries()) {
      const { stdout, stderr } = await runAnsible('ansible-inventory', ['-i', path, '--list']);
      expect(parsePython(stdout), stderr).toEqual(answers[index]);
    }
  });
});
