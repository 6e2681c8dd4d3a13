/** One step forward of the schema. There is no way back: an older Hearth refuses a newer database. */
export interface Migration {
  /** Number and act, as the file is called. */
  readonly name: string;
  /** Run in one transaction. */
  readonly sql: string;
}
