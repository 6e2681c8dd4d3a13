// The networks around this computer, looked at without a credential and without a word sent to a machine.

export interface Attachment {
  readonly interface: string;
  readonly address: string;
  /** Bits of the network, such as 24. */
  readonly prefix: number;
}

export type Knock =
  /** It took the connection; `greeting` is what it said of its own accord, bounded, one character a byte. */
  | { readonly outcome: 'answered'; readonly greeting: string }
  /** The machine is there and nothing listens on that port. */
  | { readonly outcome: 'refused' }
  /** This computer has no way to that address. */
  | { readonly outcome: 'unroutable' }
  | { readonly outcome: 'no-answer' };

export interface Announcement {
  /** As people see it, such as "oak". */
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

export interface SshFiles {
  /** Lines of known_hosts that are not revoked. */
  readonly hosts: readonly { readonly hosts: string; readonly algorithm: string; readonly fingerprint: string }[];
  /** Names of the SSH configuration; those with wildcards are none. */
  readonly aliases: readonly {
    readonly name: string;
    readonly address: string;
    readonly port: number | null;
    readonly user: string | null;
    readonly jump: { readonly address: string; readonly port: number; readonly user: string | null } | null;
  }[];
}

export interface Network {
  /** IPv4 networks of this computer that are up, without the loopback. */
  attached(): readonly Attachment[];
  /** Connects, listens for a greeting and hangs up. Rejects only with the signal's reason. */
  knock(at: { readonly address: string; readonly port: number }, signal: AbortSignal): Promise<Knock>;
  /** What DNS calls this address; null without an answer. Rejects only with the signal's reason. */
  nameOf(address: string, signal: AbortSignal): Promise<string | null>;
  /** Asks the local networks for these services and tells of each machine once. Ends when the signal is aborted, or before. */
  browse(services: readonly string[], signal: AbortSignal): AsyncIterable<Announcement>;
  /** What the person's own SSH files say. */
  sshFiles(): Promise<SshFiles>;
}
