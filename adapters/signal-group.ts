import type { ChildProcess } from 'node:child_process';
import { errorCode } from './error-code.ts';

/** Of a child that was started detached: it and all that it started, also when only that is left. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // It has ended by itself meanwhile.
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
