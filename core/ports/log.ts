/** The engine's own log, for defects and operations; secrets are scrubbed before anything is written. */
export interface Log {
  info(message: string, details?: Record<string, unknown>): void;
  warn(message: string, details?: Record<string, unknown>): void;
  /** Returns a short reference that is shown to the person and found again in the log. */
  error(message: string, error: unknown): string;
}
