import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { BenchCluster } from './cluster.ts';
import { ended, memoryOf } from './processes.ts';

const found = z.object({ pods: z.number(), firstMs: z.number(), completeMs: z.number(), stallMs: z.number() });

export type InformerFigures = z.infer<typeof found> & { readonly memory: number };

/** Lists and watches all pods with client-node's informer in a process of its own; memory in MB, after a collection. */
export async function runInformer({ kubeconfigFile }: BenchCluster): Promise<InformerFigures> {
  const child = spawn(process.execPath, ['--expose-gc', join(import.meta.dirname, 'informer.ts'), kubeconfigFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    return { ...found.parse(JSON.parse(String(line))), memory: memoryOf(child.pid ?? 0) };
  } finally {
    child.kill();
    await ended(child);
  }
}
