// The asking side of probe.ts.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { memoryOf, until } from './processes.ts';

const told = z.object({ told: z.number(), stallMs: z.number() });

export interface Probe {
  /** For the process to be measured. */
  readonly environment: Readonly<Record<string, string>>;
  /** Longest stall since the last asking, in milliseconds, and memory after a collection, in MB. */
  ask(pid: number): Promise<{ readonly stallMs: number; readonly memory: number }>;
  close(): void;
}

export function openProbe(): Probe {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'));
  const file = join(folder, 'told.json');
  let count = 0;
  return {
    environment: { NODE_OPTIONS: `--import=${join(import.meta.dirname, 'probe.ts')}`, HEARTH_BENCH_PROBE: file },
    async ask(pid) {
      count += 1;
      process.kill(pid, 'SIGUSR2');
      const { stallMs } = await until(() => {
        const answer = existsSync(file) ? told.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
        return answer?.told === count ? answer : undefined;
      }, 'an answer of the probe');
      return { stallMs, memory: memoryOf(pid) };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
