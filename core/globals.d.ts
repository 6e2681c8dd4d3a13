// The few standard globals that pure code may use; they exist in every host. No timers, no I/O, no clock.
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
declare var AbortSignal: { any(signals: AbortSignal[]): AbortSignal };
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
/** Base64 to a text of one character per byte. */
declare function atob(base64: string): string;
/** A text of one character per byte to base64. */
declare function btoa(text: string): string;
