// Memory of processes, as the kernel counts it.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Proportional set size in MB: shared pages count in part, so that the sum over processes is true. */
export function memoryOf(pid: number): number {
  const kilobytes = Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? '0');
  return (kilobytes * 1024) / 1e6;
}

export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** A Node process that does nothing: what every Node program has. */
export async function memoryOfBareNode(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
  await sleep(1000);
  const memory = memoryOf(child.pid ?? 0);
  child.kill();
  await ended(child);
  return memory;
}

/** Asks until there is an answer that is not undefined. */
export async function until<T>(ask: () => T | undefined | Promise<T | undefined>, what: string, withinMs = 120_000): Promise<T> {
  const last = performance.now() + withinMs;
  while (performance.now() < last) {
    const found = await ask();
    if (found !== undefined) return found;
    await sleep(25);
  }
  throw new Error(`Not within ${withinMs / 1000} s: ${what}.`);
}
