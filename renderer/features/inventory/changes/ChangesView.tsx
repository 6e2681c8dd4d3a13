import { useDraftState, useInventory } from '../inventory-context.ts';
import { Changes } from './Changes.tsx';

/** What the draft asks for beside what was applied and what is, and the way there. */
export function ChangesView() {
  const { platformId, store } = useInventory();
  const { summary, seq } = useDraftState(store);
  const draft = summary.changed ? { id: summary.id, seq } : null;
  return <Changes compared={{ platformId, draft }} store={store} />;
}
