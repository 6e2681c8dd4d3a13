// A value that cannot be printed, logged or serialised by accident.
/** What stands in its place wherever it would have been shown. */
export const mask = '[secret]';

export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  /** The only way to the value; call it where it leaves for its destination and nowhere else. */
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return mask;
  }
  toJSON(): string {
    return mask;
  }
  [Symbol.toPrimitive](): string {
    return mask;
  }
}
