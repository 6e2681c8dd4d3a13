/** A call through a door ends when its caller goes; one within the process may have no end of its own. */
export const until = (signal: AbortSignal | undefined): AbortSignal => signal ?? new AbortController().signal;
