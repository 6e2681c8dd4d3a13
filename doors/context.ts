// What every call carries through a door: who asks, and the engine that answers.
import type { Scope } from '#contract/base.ts';
import type { EnginePorts } from './engine-ports.ts';

export type DoorName = 'window' | 'rest' | 'mcp';

export interface Caller {
  /** For the audit and for "started by": a token's label, or the window. */
  readonly who: string;
  readonly door: DoorName;
  readonly scopes: readonly Scope[];
}

export interface DoorContext {
  readonly caller: Caller;
  readonly engine: EnginePorts;
}
