// Loaded into a process under measure by NODE_OPTIONS=--import: its longest stall and its memory, told on SIGUSR2 in the
// file that HEARTH_BENCH_PROBE names. Each telling begins the next stretch; the garbage is collected after it was read.
import { writeFileSync, renameSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import { runInNewContext } from 'node:vm';

const file = process.env['HEARTH_BENCH_PROBE'];
if (file !== undefined && isMainThread) {
  const resolution = 5;
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  let told = 0;
  process.on('SIGUSR2', () => {
    // The timer itself waits for `resolution`; what is more is a stall.
    const stallMs = Math.max(0, delay.max / 1e6 - resolution);
    if (typeof collect === 'function') collect();
    told += 1;
    writeFileSync(`${file}.new`, JSON.stringify({ told, stallMs }));
    renameSync(`${file}.new`, file);
    delay.reset();
  });
}
