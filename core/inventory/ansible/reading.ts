// What reading an inventory collects: the inventory itself, notes, and how much may still come.
import type { ImportNote } from '#contract/inventory/ansible.ts';
import type { DocumentValue } from '#contract/inventory/document.ts';
import { AnsibleInventory } from './model.ts';
import { readHosts } from './host-pattern.ts';
import { TooMuch } from './yaml-values.ts';

const most = { notes: 500, hosts: 20_000, groups: 3000, values: 200_000, name: 500 };

export class Reading {
  readonly inventory = new AnsibleInventory();
  readonly notes: ImportNote[] = [];
  #file = '';
  #values = 0;
  /** Memberships count too: a host in many groups. */
  #hosts = 0;

  /** Notes that follow are about this file. */
  begin(file: string): void {
    this.#file = file;
  }
  readonly tell = (line: number, message: string): void => {
    if (this.notes.length < most.notes) this.notes.push({ file: this.#file, line, message });
  };
  /** Throws TooMuch where the whole import holds more values than it may. */
  readonly count = (): void => {
    this.#values += 1;
    if (this.#values > most.values) throw new TooMuch(`An import has at most ${most.values} values.`);
  };

  /** False where a name cannot be taken. */
  accepts(line: number, name: string): boolean {
    const reason =
      name === '__proto__' ? 'This name is not taken' : name.length > most.name ? `A name has at most ${most.name} characters` : null;
    if (reason !== null) this.tell(line, `${reason}; it is left out.`);
    return reason === null;
  }

  addGroup(line: number, name: string): boolean {
    if (name === '') this.tell(line, 'A group has no name here; it is left out.');
    if (name === '' || !this.accepts(line, name)) return false;
    if (!this.inventory.groups.has(name) && this.inventory.groups.size >= most.groups)
      throw new TooMuch(`An import has at most ${most.groups} groups.`);
    this.inventory.group(name);
    return true;
  }
  addChild(line: number, parent: string, child: string): void {
    if (!this.inventory.addChild(parent, child))
      this.tell(line, `${child} cannot be inside ${parent}, since it holds it; this is left out.`);
  }

  /** A pattern may be a range; the names of all that it means. */
  addHosts(line: number, pattern: string, group: string): readonly string[] {
    const hosts = readHosts(pattern, most.hosts - this.#hosts);
    if (typeof hosts === 'string') {
      this.tell(line, hosts);
      return [];
    }
    if (/:\s*$/.test(pattern) && hosts.port === null) {
      this.tell(line, 'A host does not end in a colon, which stands before a port; this one is left out.');
      return [];
    }
    const names = hosts.names.filter((name) => this.accepts(line, name));
    this.#hosts += names.length;
    if (this.#hosts > most.hosts) throw new TooMuch(`An import has at most ${most.hosts} hosts.`);
    for (const name of names) {
      const isNew = !this.inventory.hosts.has(name);
      this.inventory.join(name, group);
      // Only whoever names a host first says its port.
      if (isNew && hosts.port !== null && hosts.port !== 0) this.inventory.host(name).variables.set('ansible_port', hosts.port);
    }
    return names;
  }

  /** Of a group where one has this name, else of a host: so does Ansible. */
  setVariable(line: number, { owner, name, value }: { owner: string; name: string; value: DocumentValue }): void {
    this.count();
    if (!this.accepts(line, name)) return;
    const group = this.inventory.groups.get(owner);
    if (group === undefined) this.inventory.host(owner).variables.set(name, value);
    else if (name === 'ansible_group_priority') this.#prioritise(line, owner, value);
    else group.variables.set(name, value);
  }
  #prioritise(line: number, owner: string, value: DocumentValue): void {
    const priority = typeof value === 'boolean' ? Number(value) : typeof value === 'string' ? Number(value.trim() || 'x') : value;
    if (typeof priority === 'number' && Number.isInteger(priority)) this.inventory.setPriority(owner, priority);
    else this.tell(line, 'ansible_group_priority is a whole number; this one is left out.');
  }
}
