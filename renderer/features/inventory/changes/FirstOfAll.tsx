import type { Difference } from '#contract/inventory/drift.ts';
import { ConfirmList } from '#renderer/kit/Confirm.tsx';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';
import { beforeSaving } from './drift-model.ts';

/** What no run can do any more once the draft is saved. */
export function FirstOfAll({ differences }: { readonly differences: readonly Difference[] }) {
  return <ConfirmList prose title={t.inventory.changes.first} items={beforeSaving(differences).map(({ sentence }) => visible(sentence))} />;
}
