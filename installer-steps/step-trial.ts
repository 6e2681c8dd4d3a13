// One try of a step of the registry, for tests: in a room, with what came of it.
import { isFault, TransientFault } from '#core/fault.ts';
import { room, tryStep, type RoomPlan, type Told } from './fixtures.ts';
import { steps } from './registry.ts';

export const stepNamed = (id: string) => {
  const found = steps.get(id);
  if (found === undefined) throw new Error(`There is no step ${id}.`);
  return found;
};
export const runStep = async (id: string, plan: RoomPlan) => {
  const { context, ...rest } = room(plan);
  return { ...rest, result: await tryStep(stepNamed(id), context) };
};
/** The fault a try ends with, and whether it is retried. */
export const faultOf = async (id: string, plan: RoomPlan) => {
  const { context, ...rest } = room(plan);
  try {
    await tryStep(stepNamed(id), context);
  } catch (error) {
    if (isFault(error)) return { ...rest, view: error.view, retried: error instanceof TransientFault };
    throw error;
  }
  throw new Error('It did not fail.');
};
/** A script that answers `before` until the other script was called, then `after`. */
export const turning = (before: Told, after: Told) => {
  let turned = false;
  return {
    look: () => (turned ? after : before),
    turn: (): Told => {
      turned = true;
      return {};
    },
  };
};
