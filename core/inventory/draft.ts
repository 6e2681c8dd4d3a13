/** What one line, or one part of a line between commas, asks for; strings are not checked yet. */
export interface Draft {
  readonly address: string;
  readonly port: string | null;
  readonly user: string | null;
  readonly name: string | null;
}

export interface Reading {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** A sentence when the line cannot be used. */
  readonly read: Draft | string;
}
