import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runGit } from './program.ts';

it.each(['sleep 100 &', 'setsid sleep 100 &'])('does not wait for a helper that outlives git (%s)', async (helper) => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-git-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'git');
  const pid = join(folder, 'pid');
  writeFileSync(program, `#!/bin/sh\necho found\n${helper}\necho $! > ${pid}\n`, { mode: 0o755 });
  onTestFinished(() => {
    try {
      process.kill(Number(readFileSync(pid, 'utf8')));
    } catch {
      // It has been ended with its group.
    }
  });
  const { exitCode, out } = await runGit(program, { args: [], folder, timeoutMs: 60_000, signal: new AbortController().signal });
  expect([exitCode, out.toString()]).toEqual([0, 'found\n']);
});
