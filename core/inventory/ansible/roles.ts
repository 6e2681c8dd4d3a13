// Which hosts of an Ansible inventory are machines of the cluster, and in which role.
import type { DocumentValue } from '#contract/inventory/document.ts';
import { ownGroups, roleGroups } from '#core/inventory/variables/groups.ts';
import type { AnsibleInventory, Host } from './model.ts';

/** As the common playbooks for Kubernetes call their control nodes. */
const controlGroup =
  /^(?:(?:k8s|k3s|rke2|kube|kubernetes|microk8s)[-_]?)?(?:control[-_]?planes?|masters?)(?:[-_]?nodes?)?$|^(?:k3s|rke2)[-_]?servers?$/i;

/** How Ansible reaches machines over SSH. */
const overSsh = new Set<DocumentValue | undefined>([undefined, null, '', 'ssh', 'smart', 'paramiko', 'paramiko_ssh']);

export type Part =
  /** Without a role where Hearth's own groups mean something else in this inventory. */
  | { readonly kind: 'node'; readonly role: 'control' | 'worker' | null }
  /** Not a machine of the cluster. */
  | { readonly kind: 'rest'; readonly reason: string };

export function createRoleReader(inventory: AnsibleInventory): (host: Host) => Part {
  const { control } = roleGroups;
  const named = new Set(inventory.groups.keys());
  const own = Object.values(roleGroups).filter((name) => named.has(name));
  const parents = ownGroups.filter((name) => named.has(name) && !own.includes(name));
  const members = own.length > 0 ? own : parents;
  const isAlien = parents.some((parent) => own.some((name) => !inventory.ancestors([name]).has(parent)));
  // In the playbooks of k3s the control nodes are its servers.
  const isControl = (group: string): boolean => controlGroup.test(group) || (named.has('k3s_cluster') && group === 'server');
  return (host) => {
    if (!overSsh.has(inventory.effective(host, 'ansible_connection'))) return { kind: 'rest', reason: 'it is not reached by SSH' };
    if (isAlien) return { kind: 'node', role: null };
    const groups = [...inventory.ancestors(host.groups)];
    if (members.length > 0 && !groups.some((group) => members.includes(group)))
      return { kind: 'rest', reason: `it is in none of the groups ${members.join(', ')}` };
    // Where Hearth's own groups are there, they alone decide.
    const leads = own.length > 0 ? groups.includes(control ?? '') : groups.some(isControl);
    return { kind: 'node', role: leads ? 'control' : 'worker' };
  };
}
