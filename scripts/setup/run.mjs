import { spawn } from 'node:child_process';

/**
 * Runs a program with its output on our stderr (or `output`) and resolves with its exit code; -1 when it cannot be started or ran too long.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, timeoutMs?: number, output?: number }} [options]
 * @returns {Promise<number>}
 */
export function run(file, args, { cwd, env, timeoutMs, output = 2 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', output, output], timeout: timeoutMs ?? 0 });
    child.on('error', () => resolve(-1));
    child.on('exit', (code) => resolve(code ?? -1));
  });
}
