// YAML as Ansible's loader composes it: texts not yet understood as numbers or dates, tags, and what aliases stand for.
import type { YamlFlaw } from './yaml.ts';

interface Composed {
  /** Counted from 1. */
  readonly line: number;
  /** Written in the text, such as !vault or tag:yaml.org,2002:int; null: none. */
  readonly tag: string | null;
}
export interface ComposedScalar extends Composed {
  readonly kind: 'scalar';
  readonly text: string;
  /** Without quotes, so that it may be a number, a date or nothing. */
  readonly plain: boolean;
}
export interface ComposedList extends Composed {
  readonly kind: 'list';
  readonly items: readonly ComposedNode[];
}
export interface ComposedMap extends Composed {
  readonly kind: 'map';
  readonly pairs: readonly (readonly [key: ComposedNode, value: ComposedNode])[];
}
/** An alias is the very object that it stands for; none stands for what holds it. */
export type ComposedNode = ComposedScalar | ComposedList | ComposedMap;

/** Never throws. An empty text is an empty plain scalar. */
export type ComposeYaml = (text: string) => ComposedNode | YamlFlaw;
