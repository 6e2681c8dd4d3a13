// Decisions about host keys: what a known_hosts file says, and whether a shown key may be trusted.
import type { HostKey, SeenKey } from '#contract/nodes.ts';

export interface ShownKey {
  /** Type inside the key itself, such as ssh-ed25519. */
  readonly type: string;
  /** The whole public key, base64 as in known_hosts. */
  readonly blob: string;
  /** As OpenSSH prints it: SHA256:… */
  readonly fingerprint: string;
}

export type TrustedKey = Pick<HostKey, 'algorithm' | 'fingerprint'>;

export interface KnownHost {
  readonly marker: 'none' | 'revoked';
  /** Comma-separated patterns, or one hashed name. */
  readonly hosts: string;
  readonly type: string;
  readonly blob: string;
}

/** HMAC-SHA1 of the host name under the salt, both base64; hashing is the adapter's matter. */
export type HashHost = (saltBase64: string, host: string) => string;

/** Reads known_hosts; comments, broken lines and @cert-authority lines are passed over. */
export function parseKnownHosts(text: string): readonly KnownHost[] {
  const found: KnownHost[] = [];
  for (const raw of text.split('\n')) {
    const fields = raw.trim().split(/[ \t]+/);
    const first = fields[0] ?? '';
    if (first === '' || first.startsWith('#')) continue;
    const marked = first.startsWith('@');
    if (marked && first.toLowerCase() !== '@revoked') continue;
    const [hosts, type, blob] = marked ? fields.slice(1) : fields;
    if (hosts === undefined || type === undefined || blob === undefined) continue;
    found.push({ marker: marked ? 'revoked' : 'none', hosts, type, blob: blob.replace(/=+$/, '') });
  }
  return found;
}

/** How known_hosts spells an address: plain for port 22, else [address]:port. */
export const knownHostName = (address: string, port: number): string =>
  port === 22 ? address.toLowerCase() : `[${address.toLowerCase()}]:${port}`;

/** Matches * and ? without a regular expression, so that no pattern can make it slow. */
export function matchesGlob(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      [star, mark] = [p, t];
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      mark += 1;
      [p, t] = [star + 1, mark];
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p += 1;
  return p >= pattern.length;
}

/** Does this known_hosts field speak of that name? A negated pattern that matches wins. */
export function namesHost(hosts: string, name: string, hash: HashHost): boolean {
  if (hosts.startsWith('|1|')) {
    const [salt, digest] = hosts.slice(3).split('|');
    return salt !== undefined && digest !== undefined && hash(salt, name) === digest;
  }
  let matched = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    if (pattern.startsWith('!') && matchesGlob(pattern.slice(1), name)) return false;
    if (!pattern.startsWith('!') && pattern !== '' && matchesGlob(pattern, name)) matched = true;
  }
  return matched;
}

export interface KeyQuestion {
  readonly address: string;
  readonly port: number;
  readonly shown: ShownKey;
  readonly known: readonly KnownHost[];
  readonly hash: HashHost;
}

/** Revoked for this host, under its plain name or with its port; being too strict here is harmless. */
export function isRevoked(question: KeyQuestion): boolean {
  const blob = question.shown.blob.replace(/=+$/, '');
  const names = [question.address.toLowerCase(), knownHostName(question.address, question.port)];
  return question.known.some(
    (line) => line.marker === 'revoked' && line.blob === blob && names.some((name) => namesHost(line.hosts, name, question.hash)),
  );
}

/** What the machine's key is to the person: compared with the key they trusted, and with what was revoked. */
export function judgeHostKey(question: KeyQuestion, trusted: TrustedKey | null): SeenKey['state'] {
  if (isRevoked(question)) return 'revoked';
  if (trusted === null) return 'new';
  return trusted.fingerprint === question.shown.fingerprint ? 'trusted' : 'changed';
}

/** As judgeHostKey, for a machine that is trusted by known_hosts itself (a jump host). */
export function judgeByKnownHosts(question: KeyQuestion): SeenKey['state'] {
  if (isRevoked(question)) return 'revoked';
  const lines = linesFor(question);
  if (lines.length === 0) return 'new';
  const blob = question.shown.blob.replace(/=+$/, '');
  return lines.some((line) => line.blob === blob) ? 'trusted' : 'changed';
}

/** The plain lines of known_hosts about this address and port. */
export function linesFor(question: Pick<KeyQuestion, 'address' | 'port' | 'known' | 'hash'>): readonly KnownHost[] {
  const name = knownHostName(question.address, question.port);
  return question.known.filter((line) => line.marker === 'none' && namesHost(line.hosts, name, question.hash));
}

// SHA-1 signatures (ssh-rsa) are left out, as in OpenSSH since 8.8.
const signatureAlgorithms = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;
export type HostKeyAlgorithm = (typeof signatureAlgorithms)[number];

/**
 * The trusted key types first, so that an honest machine shows the key that is known
 * and one that cannot is seen as changed.
 */
export function algorithmOrder(trustedTypes: readonly string[]): readonly HostKeyAlgorithm[] {
  const wanted = new Set(trustedTypes.flatMap((type) => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type])));
  return [...signatureAlgorithms.filter((name) => wanted.has(name)), ...signatureAlgorithms.filter((name) => !wanted.has(name))];
}
