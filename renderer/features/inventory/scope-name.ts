import { t } from '#renderer/texts/current.ts';
import type { Scope } from './model/tree.ts';

const words = t.inventory.inspector.scope;

export const scopeName = (scope: Scope): string =>
  scope.kind === 'all' ? words.global : scope.kind === 'group' ? words.group(scope.name) : words.node(scope.name);
