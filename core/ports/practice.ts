import type { PracticeFault, PracticeNode } from '#contract/system.ts';

/** The simulated machines, where they are what this engine works on. */
export interface PracticeLab {
  nodes(): readonly PracticeNode[];
  /** Of a simulated cluster that nobody has to set up. */
  kubeconfig(): string;
  setFault(name: string, change: { readonly fault: PracticeFault; readonly on: boolean }): PracticeNode;
}
