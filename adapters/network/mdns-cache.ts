// What has been heard by multicast DNS, put together: a service points at an instance, that at a host and a port, the host at an address.
import type { Announcement } from '#core/ports/network.ts';
import { firstLabel, type DnsRecord, type Question } from './dns-message.ts';

/** A network with more announcing machines than this is not a home lab, or somebody floods it. */
const mostEntries = 500;
/** The discard port, which `_workstation._tcp` carries, is no place to log in. */
const discardPort = 9;
const sshPort = 22;

/** DNS does not tell upper from lower case. */
const folded = (name: string) => name.toLowerCase();

class Bounded<V> extends Map<string, V> {
  override set(key: string, value: V): this {
    return this.size >= mostEntries && !this.has(key) ? this : super.set(key, value);
  }
}

export class MdnsCache {
  readonly #services: ReadonlySet<string>;
  readonly #instances = new Bounded<string>();
  readonly #hosts = new Bounded<{ readonly host: string; readonly port: number }>();
  readonly #addresses = new Bounded<ReadonlySet<string>>();
  readonly #told = new Set<string>();

  constructor(services: readonly string[]) {
    this.#services = new Set(services.map(folded));
  }

  /** Takes in what was heard; answers with the machines that are complete now and were not told of before. */
  learn(records: readonly DnsRecord[]): readonly Announcement[] {
    for (const record of records) this.#keep(record);
    return [...this.#instances.values()].flatMap((instance) => this.#fresh(instance));
  }

  /** What still has to be asked, beside the services themselves. */
  missing(): readonly Question[] {
    return [...this.#instances].flatMap(([key, name]): Question[] => {
      const at = this.#hosts.get(key);
      if (at === undefined) return [{ name, type: 'SRV' }];
      return this.#addresses.has(folded(at.host)) ? [] : [{ name: at.host, type: 'A' }];
    });
  }

  #keep(record: DnsRecord): void {
    const key = folded(record.name);
    if (record.type === 'PTR' && this.#services.has(key) && folded(record.target).endsWith(`.${key}`))
      this.#instances.set(folded(record.target), record.target);
    if (record.type === 'SRV') this.#hosts.set(key, { host: record.target, port: record.port });
    if (record.type === 'A') {
      const known = this.#addresses.get(key) ?? new Set();
      // One machine has a handful of addresses.
      if (known.size < 8) this.#addresses.set(key, new Set([...known, record.address]));
    }
  }

  #fresh(instance: string): readonly Announcement[] {
    const at = this.#hosts.get(folded(instance));
    const addresses = at === undefined ? undefined : this.#addresses.get(folded(at.host));
    if (at === undefined || addresses === undefined) return [];
    const port = at.port === discardPort || at.port === 0 ? sshPort : at.port;
    return [...addresses].flatMap((address) => {
      const key = `${address}:${port}`;
      if (this.#told.has(key)) return [];
      this.#told.add(key);
      return [{ name: firstLabel(at.host), address, port }];
    });
  }
}
