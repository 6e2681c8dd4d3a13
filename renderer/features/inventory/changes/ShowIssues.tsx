import { Button } from '#renderer/kit/Button.tsx';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';

export function ShowIssues() {
  const { address } = useInventory();
  return <Button onPress={() => address.set({ panel: 'issues', open: '' })}>{t.inventory.changes.unfit}</Button>;
}
