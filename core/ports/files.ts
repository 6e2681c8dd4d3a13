// Files of the person on this computer, which other programs write too.

export interface Files {
  /** Once it is whole, as far as that can be told; null where there is no such file. HOME_UNREACHABLE, HOME_REFUSED; the signal's reason. */
  read(path: string, signal: AbortSignal): Promise<string | null>;
  /** Whole or not at all, and only while it holds `expected`. HOME_DIVERGED, HOME_UNREACHABLE, HOME_REFUSED; the signal's reason. */
  write(path: string, change: { readonly text: string; readonly expected: string | null }, signal: AbortSignal): Promise<void>;
  /** Tells when it may have changed. Never throws. */
  watch(path: string, changed: () => void): { close(): void };
}
