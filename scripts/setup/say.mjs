// Everything these scripts say goes to stderr; stdout belongs to --print-token.

/** @param {string} text */
export const say = (text) => void process.stderr.write(`${text}\n`);

/** A failure with words for the person: what happened, and what to do. */
export class SetupError extends Error {
  /**
   * @param {string} what
   * @param {string} todo
   */
  constructor(what, todo) {
    super(what);
    this.todo = todo;
  }
}

/** @param {unknown} error */
export function sayWhyNot(error) {
  if (error instanceof SetupError) say(`${error.message}\n  Do:  ${error.todo}`);
  else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
