// The engine runs in a process of its own: a crash there leaves the window standing, and the engine is started again.
import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';

/** After this many crashes within the window below, starting again would only hide the defect. */
const crashesTolerated = 5;
const crashWindowMs = 60_000;

export interface EngineProcess {
  /** Hands one end of a channel to the engine, which serves its door on it. */
  connect(port: MessagePortMain): void;
  stop(): void;
}

export interface EngineOptions {
  readonly entry: string;
  readonly args: readonly string[];
  /** The engine is new: every window needs a new port. */
  readonly onRestart: () => void;
  readonly onGivenUp: (exitCode: number) => void;
}

export function startEngine(options: EngineOptions): EngineProcess {
  let stopping = false;
  let crashes: number[] = [];
  let child = fork();

  function fork(): UtilityProcess {
    const process = utilityProcess.fork(options.entry, [...options.args], { serviceName: 'Hearth engine', stdio: 'inherit' });
    process.on('exit', ended);
    return process;
  }

  function ended(exitCode: number): void {
    if (stopping) return;
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < crashWindowMs), now];
    if (crashes.length > crashesTolerated) {
      options.onGivenUp(exitCode);
      return;
    }
    child = fork();
    options.onRestart();
  }

  return {
    connect: (port) => child.postMessage('connect', [port]),
    stop() {
      stopping = true;
      child.postMessage('stop', []);
    },
  };
}
