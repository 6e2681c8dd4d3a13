// The world an engine works on: real machines over SSH, or the practice lab in memory. The rest of the engine cannot tell.
import type { FileLog } from '#adapters/log/file-log.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Http } from '#core/ports/http.ts';
import type { Network } from '#core/ports/network.ts';
import type { PracticeLab } from '#core/ports/practice.ts';
import type { Resolver } from '#core/ports/resolver.ts';
import type { StepPorts } from '#core/runs/step.ts';

export interface World extends Omit<StepPorts, 'clock' | 'hash' | 'inventory'> {
  readonly network: Network;
  readonly http: Http;
  readonly resolver: Resolver;
  readonly practice: PracticeLab | null;
  close(): Promise<void>;
}

export interface WorldParts {
  readonly mode: 'real' | 'practice';
  readonly dataDir: string;
  /** Folder with installer-steps/scripts and catalog, as in this repository. */
  readonly resources: string;
  readonly chartsDir: string | undefined;
  readonly helmProgram: string | undefined;
  readonly clock: Clock;
  readonly log: FileLog;
}

/** Only the one that is wanted is loaded; either would delay the start of the other. */
export async function openWorld(parts: WorldParts): Promise<World> {
  if (parts.mode === 'practice') return (await import('./practice-world.ts')).practiceWorld(parts);
  return (await import('./real-world.ts')).realWorld(parts);
}
