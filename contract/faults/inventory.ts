// Errors of the inventory as a document.
import { permanent } from './entry.ts';

export const inventoryFaults = {
  INVENTORY_UNFIT: permanent<{ field: string; reason: string; line: number }>({
    status: 422,
    what: (d) => `This cannot be saved as a platform yet: ${d.field === '' ? '' : `${d.field}: `}${d.reason}`,
    why: (d) => (d.line === 0 ? 'Something that every platform has is missing.' : `Line ${d.line} does not follow the rule of this field.`),
    todo: 'Correct it and save again. Nothing of the draft is lost, and the saved inventory is as it was.',
  }),
};
