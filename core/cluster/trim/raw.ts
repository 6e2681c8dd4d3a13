// Readers for objects that came from outside: whatever is missing or of another type reads as empty.
export interface Raw {
  readonly [key: string]: unknown;
}

const nothing: Raw = {};
const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

export const object = (value: unknown): Raw => (isRaw(value) ? value : nothing);
export const objects = (value: unknown): readonly Raw[] => (Array.isArray(value) ? value.filter(isRaw) : []);
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const count = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : 0);

/** From JSON; what is none, or no object, reads as empty. */
export function objectOf(json: string): Raw {
  try {
    return object(JSON.parse(json));
  } catch {
    return nothing;
  }
}

/** RFC 3339 to milliseconds since 1970; 0 when it is none. */
export const moment = (value: unknown): number => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) ? Math.max(0, at) : 0;
};

/** Cuts what would be unbounded in a row. */
export const shortened = (value: string, limit: number): string => (value.length <= limit ? value : `${value.slice(0, limit - 1)}…`);

export interface Identity {
  readonly uid: string;
  readonly name: string;
  readonly createdAt: number;
}

/** What every row has. An object without a uid cannot be kept apart from others, so it is refused. */
export const identity = (raw: Raw): Identity => {
  const metadata = object(raw['metadata']);
  const uid = text(metadata['uid']);
  if (uid === '') throw new UnreadableObject();
  return { uid, name: text(metadata['name']), createdAt: moment(metadata['creationTimestamp']) };
};

export class UnreadableObject extends Error {
  override readonly name = 'UnreadableObject';
  constructor() {
    super('an object without a uid');
  }
}

/** A condition of `status.conditions` by its type. */
export const condition = (status: Raw, type: string): Raw => objects(status['conditions']).find((one) => one['type'] === type) ?? nothing;
