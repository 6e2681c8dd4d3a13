// Does a text look like a secret? By its form, where tokens have one; by the name it stands under, where they have none.

interface SecretForm {
  /** Completes "This looks like …". */
  readonly what: string;
  readonly form: RegExp;
}
const forms: readonly SecretForm[] = [
  { what: 'a private key', form: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/ },
  { what: 'a GitHub token', form: /\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/ },
  { what: 'a GitLab token', form: /\bglpat-[A-Za-z0-9_-]{20,}/ },
  { what: 'an AWS key', form: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: 'a Hugging Face token', form: /\bhf_[A-Za-z0-9]{20,}/ },
  { what: 'a Cloudflare key', form: /\bv1\.0-[a-f0-9]{24}-[a-f0-9]{100,}/ },
  { what: 'a Tailscale key', form: /\btskey-[a-z]+-[A-Za-z0-9-]{8,}/ },
  { what: 'a Slack token', form: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/ },
  { what: 'a Docker token', form: /\bdckr_[a-z]+_[A-Za-z0-9_-]{20,}/ },
  { what: 'an npm token', form: /\bnpm_[A-Za-z0-9]{30,}/ },
  { what: 'an API key', form: /\bsk-[A-Za-z0-9_-]{20,}/ },
  { what: 'an age key', form: /\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/ },
  { what: 'a signed token', form: /\beyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10}/ },
  { what: 'a password hash', form: /^\$(1|2[abxy]?|5|6|7|y|gy|apr1|argon2(id|i|d)|scrypt|pbkdf2[a-z0-9-]*)\$[^\s]{10,}$/ },
  { what: 'a password hash', form: /^\{S?SHA(256|384|512)?\}[A-Za-z0-9+/=]{20,}$/ },
  { what: 'an address with a password in it', form: /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@{}]+:[^\s/@{}]+@/i },
];
/** All of these begin a form; texts without any of them need no closer look. */
const hint = /-----BEGIN|gh[pousr]_|github_pat_|glpat-|AKIA|ASIA|hf_|v1\.0-|tskey-|xox|dckr_|npm_|sk-|AGE-SECRET|eyJ|^\$|^\{|:\/\//;

/** A secret further down is one of many lines; looking there would hold up the typing. */
const lookedAt = 65_536;

/** "" when it has the form of no secret that is known. */
export function secretForm(whole: string): string {
  const text = whole.slice(0, lookedAt);
  return hint.test(text) ? (forms.find(({ form }) => form.test(text))?.what ?? '') : '';
}

const passwordName = /(^|[_-])(password|passwd|passphrase)s?$/i;
const secretName = /(^|[_-])(token|secret|api_?key|access_?key|private_?key|credential|pass|pwd|auth_?key)s?$/i;
/** A word, a path or a name is long enough to look random now and then; 3 bits are those of eight different characters. */
const [shortest, mixed] = [16, 3];

/** Under such a name, this is probably a secret. */
export function isSecretBy(name: string, text: string): boolean {
  if (passwordName.test(name)) return text.trim() !== '';
  return secretName.test(name) && text.length >= shortest && !/[\s/]/.test(text) && entropy(text) >= mixed && /\d/.test(text);
}

/** Bits for each character, after Shannon. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
