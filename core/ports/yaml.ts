// YAML as far as the centre reads it: maps and texts with the lines they stand in.
export type YamlNode =
  | { readonly kind: 'map'; readonly line: number; readonly entries: readonly YamlEntry[] }
  | { readonly kind: 'text'; readonly line: number; readonly text: string }
  /** Nothing, a list, or a reference to another place. */
  | { readonly kind: 'other'; readonly line: number };

export interface YamlEntry {
  readonly key: string;
  /** Counted from 1. */
  readonly line: number;
  readonly value: YamlNode;
}

/** Not YAML: the first line that breaks its rules, and how. */
export interface YamlFlaw {
  readonly kind: 'flaw';
  readonly line: number;
  readonly reason: string;
}

/** Never throws. */
export type ReadYaml = (text: string) => YamlNode | YamlFlaw;
