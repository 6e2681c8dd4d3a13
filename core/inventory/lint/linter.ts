// Says what is wrong with a document, line by line. It remembers what it has looked at: after an edit, only what changed is looked at again.
import type { DocumentGroup, DocumentIssue, DocumentNode, DocumentValue } from '#contract/inventory/document.ts';
import type { DocumentMap } from '#core/inventory/document/values.ts';
import type { InventoryDocument } from '#core/inventory/document/types.ts';
import { domainFindings } from './domain.ts';
import { finding, type Finding, type LintContext } from './finding.ts';
import { generalFindings } from './general.ts';
import { groupFields, groupFindings } from './groups.ts';
import { issuesOf } from './issues.ts';
import { slipFindings } from './likely-variables.ts';
import { machineFindings, type Machine } from './machines.ts';
import { nodeFields, traitsOf } from './node-fields.ts';
import { overruledFields, overruledSettings } from './overruled.ts';
import { referenceFindings } from './references.ts';
import { rememberingScanner, variableScanner, type Scan } from './scan-variables.ts';
import { secretsIn } from './secrets-in.ts';
import { readSettings, settingsFindings } from './settings.ts';
import { unknownTags } from './tags.ts';

type Linter = (document: InventoryDocument) => readonly DocumentIssue[];

interface Looked {
  readonly findings: readonly Finding[];
  readonly scan: Scan;
}

/** One for each document that is edited. Never throws, whatever stands there. */
export function createLinter(context: LintContext): Linter {
  const { dictionary } = context;
  const scan = variableScanner(dictionary);
  const scanGlobal = rememberingScanner(dictionary);
  const machineOf = remembered((node: DocumentNode): Machine & Looked => {
    const variables = scan({ values: node.variables, scope: 'node', path: ['nodes', node.name, 'variables'] });
    const own = [...nodeFields(node), ...overruledFields(node, dictionary), ...besideVariables(node.fields, ['nodes', node.name])];
    return { node, traits: traitsOf(node), findings: [...own, ...variables.findings], scan: variables };
  });
  const groupOf = remembered((group: DocumentGroup): Looked => {
    const variables = scan({ values: group.variables, scope: 'group', path: ['groups', group.name, 'variables'] });
    return {
      findings: [...groupFields(group), ...besideVariables(group.fields, ['groups', group.name]), ...variables.findings],
      scan: variables,
    };
  });
  const globalOf = remembered((values: DocumentMap): Looked => {
    const variables = scanGlobal({ values, scope: 'global', path: ['variables'] });
    return { findings: variables.findings, scan: variables };
  });
  const generalOf = remembered((general: DocumentMap): readonly Finding[] => besideVariables(general, []));

  return (document) => {
    const { data } = document;
    const machines = data.nodes.map(machineOf);
    const looked: readonly Looked[] = [globalOf(data.variables), ...data.groups.map(groupOf), ...machines];
    const settings = readSettings(data);
    const placed = machines.map(({ node, traits }) => ({ name: node.name, traits }));
    const findings = [
      ...generalFindings(data, context),
      ...settingsFindings(data, settings, { nodes: placed, networks: context.networks(), machines: context.machines() }),
      ...domainFindings(settings, context.domainLeads),
      ...generalOf(data.general),
      ...machineFindings(machines, data, { pool: settings.pool, stage: context.stage() }),
      ...groupFindings(data),
      ...overruledSettings(data, dictionary),
      ...looked.flatMap((one) => one.findings),
      ...slipFindings(looked.map(({ scan: scanned }) => scanned)),
      ...referenceFindings({ data, dictionary, references: looked.flatMap((one) => one.scan.references) }),
      ...unsetSecrets(looked, context.secretsSet()),
    ];
    return issuesOf(document, findings);
  };
}

/** What does not change is looked at once. */
function remembered<K extends object, V>(look: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = look(key);
    known.set(key, made);
    return made;
  };
}

/** Outside of variables, where no secret belongs, nor a reference to one. */
function besideVariables(map: DocumentMap, path: readonly string[]): readonly Finding[] {
  const values = Object.entries(map).map(([name, value]: [string, DocumentValue]) => ({ value, path: [...path, name], name }));
  return [...values.flatMap((one) => secretsIn(one, undefined).findings), ...values.flatMap(unknownTags)];
}

function unsetSecrets(looked: readonly Looked[], set: ReadonlySet<string>): Finding[] {
  return looked.flatMap(({ scan }) =>
    scan.secrets
      .filter(({ name }) => !set.has(name))
      .map(({ name, path }) =>
        finding('secret-not-set', path, {
          severity: 'warning',
          message: `No value is kept for the secret ${name}.`,
          remedy: `Set the secret ${name}; its value rests in the keychain, never in the inventory.`,
        }),
      ),
  );
}
