// Which anchor each reference of a document stands for: `*name` means the last `&name` in front of it.
import type { YamlSyntax } from '#core/ports/yaml.ts';
import type { InventoryDocument } from './types.ts';

/** One line for each reference, by the entries that they stand in; the order of the entries makes no difference. */
export function referencesOf({ pieces }: Pick<InventoryDocument, 'pieces'>): readonly string[] {
  const anchors = new Map<string, string>();
  const references: string[] = [];
  for (const { piece } of pieces) {
    const holder = `${piece.section ?? ''} ${piece.pairs[0]?.key ?? ''}`;
    let count = 0;
    const visit = (syntax: YamlSyntax | null): void => {
      if (syntax === null) return;
      count += 1;
      if (syntax.kind === 'alias') {
        references.push(`${holder} ${count} ${anchors.get(syntax.name) ?? 'none'}`);
        return;
      }
      if (syntax.anchor !== null) anchors.set(syntax.anchor, `${holder} ${count}`);
      if (syntax.kind === 'list') syntax.items.forEach(visit);
      if (syntax.kind === 'map') for (const { value } of syntax.pairs) visit(value);
    };
    visit(piece.root);
  }
  return references.toSorted();
}

/** An anchor, or a reference to one, stands in it. */
export function isTied(syntax: YamlSyntax | null): boolean {
  if (syntax === null) return false;
  if (syntax.kind === 'alias' || syntax.anchor !== null) return true;
  if (syntax.kind === 'list') return syntax.items.some(isTied);
  return syntax.kind === 'map' && syntax.pairs.some(({ value }) => isTied(value));
}
