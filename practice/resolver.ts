// Simulated name servers: every name below any domain leads to the first machine.
import type { Resolver } from '#core/ports/resolver.ts';
import type { Lab } from './lab.ts';

const answerMs = 20;

export const createPracticeResolver = (lab: Lab): Resolver => ({
  async addresses(_name, signal) {
    await lab.clock.sleep(answerMs, signal);
    return lab.machines.slice(0, 1).map(({ spec }) => spec.address);
  },
  async caa(_name, signal) {
    await lab.clock.sleep(answerMs, signal);
    return [];
  },
});
