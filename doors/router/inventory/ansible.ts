// Ansible inventories, in and out.
import { exportAnsible, importAnsible, previewAnsible } from '#core/inventory/ansible/acts.ts';
import { procedures } from '#doors/procedures.ts';

const { preview, import: bring, export: give } = procedures.inventory.ansible;

export const ansible = {
  preview: preview.handler(({ input, context: { engine } }) => previewAnsible(engine.ansible, input)),
  import: bring.handler(({ input, context: { engine } }) => importAnsible(engine.ansible, input)),
  export: give.handler(({ input, context: { engine } }) => exportAnsible(engine.ansible, input)),
};
