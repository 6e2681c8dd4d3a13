// Where else an inventory lives.
import { procedures } from '#doors/procedures.ts';
import { until } from '#doors/until.ts';

const { get, set, forget, check, push, pull } = procedures.inventory.homes;

export const homes = {
  get: get.handler(({ input, context: { engine } }) => engine.homes.get(input.platformId)),
  set: set.handler(({ input, context: { engine }, signal }) => engine.homes.set(input, until(signal))),
  forget: forget.handler(({ input, context: { engine } }) => engine.homes.forget(input.platformId)),
  check: check.handler(({ input, context: { engine }, signal }) => engine.homes.check(input.platformId, until(signal))),
  push: push.handler(({ input, context: { engine }, signal }) => engine.homes.push(input, until(signal))),
  pull: pull.handler(({ input, context: { engine }, signal }) => engine.homes.pull(input.platformId, until(signal))),
};
