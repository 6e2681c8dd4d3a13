// Looks again and again until something holds or the time is over. The last finding is the answer either way.
import type { Finding, StepContext } from '#core/runs/step.ts';

interface Patience {
  readonly forMs: number;
  readonly everyMs: number;
}

/** Says in the log what it waits for whenever that changes, so that a slow step is never silent. */
export async function waitUntil(context: StepContext, { forMs, everyMs }: Patience, look: () => Promise<Finding>): Promise<Finding> {
  const { clock } = context.ports;
  const end = clock.now() + forMs;
  let said = '';
  for (;;) {
    const finding = await look();
    if (finding.holds || clock.now() + everyMs > end) return finding;
    if (finding.seen !== said) context.log(`Waiting: ${finding.seen}`);
    said = finding.seen;
    await clock.sleep(everyMs, context.signal);
  }
}
