// What is kept beside a value: where it belongs, and what its service last said.
import { platformSecret, type PlatformSecret } from '#contract/platform-secrets.ts';
import { objectOf } from '#core/cluster/trim/raw.ts';
import { Secret } from '#core/secret.ts';

const note = platformSecret.omit({ kind: true, set: true });
export type Note = Omit<PlatformSecret, 'kind' | 'set'>;

const empty: Note = { state: 'unchecked', detail: '', checkedAt: null, host: '', name: '' };

/** One that cannot be read counts as none: its value can still be checked again or replaced. */
export function noteOf(kept: Secret | null): Note {
  if (kept === null) return empty;
  const read = note.safeParse(objectOf(kept.reveal()));
  return read.success ? read.data : empty;
}
export const writeNote = (value: Note): Secret => new Secret(JSON.stringify(value));
