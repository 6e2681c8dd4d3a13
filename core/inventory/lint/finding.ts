// How the rules say what is wrong: where, and in words. Places in the text are looked up when all rules have spoken.
import type { DocumentIssue, DocumentPath } from '#contract/inventory/document.ts';
import type { ComponentFile } from '#contract/component-file.ts';
import type { ClusterStage } from '#contract/topology.ts';
import type { PlacedMachine } from '#core/platform/ingress-pool.ts';
import type { Dictionary } from '#core/inventory/variables/dictionary.ts';
import type { DomainLeads } from './domain-names.ts';

export interface Finding extends Pick<DocumentIssue, 'rule' | 'severity' | 'path' | 'message' | 'remedy' | 'fix'> {
  /** Whether the key is wrong, or what stands behind it. */
  readonly part: 'key' | 'value';
  /** Tells two findings of one rule at one place apart. */
  readonly mark: string;
}

interface Said {
  readonly severity?: Finding['severity'];
  readonly part?: Finding['part'];
  readonly message: string;
  readonly remedy: string;
  readonly fix?: Finding['fix'];
  readonly mark?: string;
}

export const finding = (
  rule: string,
  path: DocumentPath,
  { severity = 'error', part = 'value', fix = null, mark = '', ...said }: Said,
): Finding => ({ rule, path, severity, part, fix, mark, ...said });

export const renaming = (path: DocumentPath, to: string): Finding['fix'] => ({
  title: `Rename to ${to}`,
  changes: [{ kind: 'rename', path, to }],
});
export const setting = (path: DocumentPath, value: string | number | boolean): Finding['fix'] => ({
  title: `Set to ${String(value)}`,
  changes: [{ kind: 'set', path, value }],
});
export const removing = (path: DocumentPath): Finding['fix'] => ({ title: 'Remove', changes: [{ kind: 'remove', path }] });

/** A network that a machine was found in. */
export interface KnownNetwork {
  readonly node: string;
  readonly cidr: string;
}

/** A machine as it was found, by its name. */
export interface KnownMachine {
  readonly address: string;
  readonly facts: PlacedMachine['facts'];
}

export interface LintContext {
  readonly dictionary: Dictionary;
  readonly components: readonly ComponentFile[];
  /** Asked at every look: names of secrets with a kept value. */
  readonly secretsSet: () => ReadonlySet<string>;
  /** Asked at every look. */
  readonly networks: () => readonly KnownNetwork[];
  /** Asked at every look. */
  readonly machines: () => ReadonlyMap<string, KnownMachine>;
  /** Asked at every look. */
  readonly stage: () => ClusterStage;
  /** Asked at every look; null: no domain was chosen. */
  readonly domainLeads: (domain: string | null) => DomainLeads;
}
