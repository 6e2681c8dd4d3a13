/** What one line, or one part of a line between commas, asks for; strings are not checked yet. */
export interface Draft {
  readonly address: string;
  readonly port: string | null;
  readonly user: string | null;
  readonly name: string | null;
}
