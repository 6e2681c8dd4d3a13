// What nobody caught. It is a defect of ours either way; it must leave a trace, and must not end what others run if that can be helped.
import type { Log } from '#core/ports/log.ts';

export function recordDefects(log: Log): void {
  process.on('unhandledRejection', (error) => void log.error('a promise was rejected and nobody listened', error));
  // After this the state of the process is unknown. It ends; the next start takes up its runs.
  process.on('uncaughtException', (error) => {
    const reference = log.error('an error was thrown and nobody caught it', error);
    process.stderr.write(`Hearth made a mistake of its own and ends (reference ${reference} in its log).\n`);
    process.exit(1);
  });
}
