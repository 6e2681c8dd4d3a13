// What a simulated script is given, and how it answers: the same names as the real ones in installer-steps/scripts.
import type { Lab } from '../lab.ts';
import type { Machine } from '../machines.ts';

export interface ScriptRun {
  readonly lab: Lab;
  readonly machine: Machine;
  readonly args: Readonly<Record<string, string>>;
  readonly secret: (name: string) => string;
  readonly say: (text: string) => void;
  /** Takes simulated time; rejects at once when the run is cancelled. */
  readonly spend: (ms: number) => Promise<void>;
}

export type Answers = Readonly<Record<string, string | readonly string[]>>;
export type PracticeScript = (run: ScriptRun) => Promise<Answers>;

/** Refusals with an exit code, as a real script would end. */
export class ScriptExit extends Error {
  readonly code: number;
  constructor(code: number, lastLine: string) {
    super(lastLine);
    this.code = code;
  }
}
