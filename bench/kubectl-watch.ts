// kubectl as a peer: when does it print a change?
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { BenchCluster } from './cluster.ts';
import { ended, until } from './processes.ts';

export interface KubectlWatch {
  /** When the first line with this name was read from kubectl. */
  lineAt(name: string): Promise<number>;
  close(): Promise<void>;
}

export async function watchWithKubectl({ kubectl, kubeconfigFile }: BenchCluster): Promise<KubectlWatch> {
  const child = spawn(kubectl, ['--kubeconfig', kubeconfigFile, 'get', 'pods', '-A', '--watch', '--no-headers'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const seen = new Map<string, number>();
  let lines = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const name = line.split(/\s+/)[1] ?? '';
    lines += 1;
    if (!seen.has(name)) seen.set(name, performance.timeOrigin + performance.now());
  });
  await until(() => (lines > 0 ? true : undefined), 'the first line of kubectl');
  return {
    lineAt: (name) => until(() => seen.get(name), `a line of kubectl with ${name}`),
    async close() {
      child.kill();
      await ended(child);
    },
  };
}
