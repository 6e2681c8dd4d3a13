// The machine that the figures are from, without its name.
import { cpus, loadavg, release, totalmem } from 'node:os';

export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${model}, ${memory} GiB, Linux ${release()}, Node ${process.versions.node}`;
}

/** Processes that ran or wanted to, over the last minute; above the number of processors the figures say little but their ratios. */
export const load = (): string => (loadavg()[0] ?? 0).toFixed(1);
