// YAML as far as the centre reads it: maps and texts with the lines they stand in.
import type { DocumentValue } from '#contract/inventory/document.ts';

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

/** A YAML text with the place of everything in it, tags and anchors included. Offsets count UTF-16 code units; `to` is exclusive. */
interface Place {
  readonly from: number;
  readonly to: number;
}
export type YamlSyntax = YamlMap | YamlList | YamlScalar | YamlAlias;
export interface YamlMap extends Place {
  readonly kind: 'map';
  /** Written in braces. */
  readonly flow: boolean;
  readonly tag: string | null;
  readonly anchor: string | null;
  readonly pairs: readonly YamlPair[];
}
export interface YamlPair {
  readonly key: string;
  readonly keyFrom: number;
  readonly keyTo: number;
  /** Null: nothing stands behind the colon. */
  readonly value: YamlSyntax | null;
}
export interface YamlList extends Place {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly tag: string | null;
  readonly anchor: string | null;
  readonly items: readonly (YamlSyntax | null)[];
  /** Where each item begins; in block style its dash. */
  readonly starts: readonly number[];
}
export interface YamlScalar extends Place {
  readonly kind: 'scalar';
  readonly tag: string | null;
  readonly anchor: string | null;
  readonly style: 'plain' | 'single' | 'double' | 'block';
  readonly value: string | number | boolean | null;
}
/** `*name`; what it stands for is not looked up. */
export interface YamlAlias extends Place {
  readonly kind: 'alias';
  readonly name: string;
}
export interface YamlMistake extends Place {
  readonly message: string;
}

/** The mistake of a key that is there twice. */
export const doubleKey = 'This key stands here a second time.';

export interface Yaml {
  /** YAML 1.2 core schema. Never throws; duplicate keys are mistakes. */
  parse(text: string): { readonly root: YamlSyntax | null; readonly mistakes: readonly YamlMistake[] };
  /** Block style with two spaces of indentation, no line break at the end. Reads back as the same value, also with Ansible's YAML 1.1. */
  block(value: DocumentValue): string;
  /** In one line. */
  inline(value: DocumentValue): string;
}
