// Ansible inventories, in and out.
import { z } from 'zod';
import { id, procedure } from '#contract/base.ts';
import { draft } from './drafts.ts';

/** One file of an inventory folder: hosts.yml, hosts.ini, group_vars/all.yml, group_vars/web/vars.yml, host_vars/node1.yml. */
export const ansibleFile = z.object({
  /** Inside the folder, with forward slashes. */
  path: z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[^\p{Cc}\\]{1,300}$/u, 'A path inside the folder, such as group_vars/all.yml.'),
  text: z.string().max(4_000_000),
});
export type AnsibleFile = z.infer<typeof ansibleFile>;

export const importNote = z.object({ file: z.string(), line: z.number().int().nonnegative(), message: z.string() });
export type ImportNote = z.infer<typeof importNote>;
export const ansibleImport = z.object({
  /** The inventory as Hearth's document would be. */
  text: z.string(),
  nodes: z.number().int(),
  groups: z.number().int(),
  variables: z.number().int(),
  /** What was understood differently, or kept without being understood. */
  notes: z.array(importNote),
});
export type AnsibleImport = z.infer<typeof ansibleImport>;

const one = z.object({ platformId: id });
const source = one.extend({ files: z.array(ansibleFile).min(1).max(5000) });
export const inventoryAnsible = {
  preview: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/inventory/ansible/preview',
      summary: 'Read an Ansible inventory and show what it would become; nothing is changed',
    })
    .input(source)
    .output(ansibleImport),
  import: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/inventory/ansible/import',
      summary: 'Import an Ansible inventory into a draft; what is already there under other names stays',
    })
    .meta({ scope: 'change' })
    .input(source.extend({ draftId: id }))
    .output(z.object({ imported: ansibleImport, draft })),
  export: procedure
    .route({
      method: 'GET',
      path: '/platforms/{platformId}/inventory/ansible',
      summary: 'Export the saved inventory for Ansible: one YAML file; secrets as references to the environment',
    })
    .input(one.extend({ draftId: id.optional() }))
    .output(
      z.object({
        fileName: z.string(),
        text: z.string(),
        environment: z.array(z.object({ variable: z.string(), secret: z.string() })),
        notes: z.array(z.string()),
      }),
    ),
};
