// The domain name system, as this computer sees it.

/** A record that says which authorities may issue certificates. RFC 8659. */
export interface CaaRecord {
  /** Such as issue or issuewild. */
  readonly tag: string;
  /** Such as letsencrypt.org, perhaps with parameters; "" or ";" for nobody. */
  readonly value: string;
}

export interface Resolver {
  /** Addresses of a name, as programs here get them; none when it has none. Rejects only with the signal's reason. */
  addresses(name: string, signal: AbortSignal): Promise<readonly string[]>;
  /** The records at this very name; null when no name server answers. Rejects only with the signal's reason. */
  caa(name: string, signal: AbortSignal): Promise<readonly CaaRecord[] | null>;
}
