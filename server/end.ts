// When and how the program ends.
import { say } from './say.ts';

/** A terminal and the script that started us may both pass on the same Ctrl-C; only one that comes later is impatience. */
const sameSignalMs = 1_000;

/** Ends cleanly on a signal, and when the script that started us is gone; a second signal does not wait. */
export function endWith(close: () => Promise<void>): void {
  let since: number | null = null;
  const end = () => {
    if (since !== null && performance.now() - since > sameSignalMs) process.exit(1);
    if (since !== null) return;
    since = performance.now();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        say(`Hearth did not end cleanly: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  process.on('disconnect', end);
  // The channel to that script must not keep us alive by itself.
  process.channel?.unref();
}
