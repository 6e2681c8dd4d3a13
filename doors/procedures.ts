// The way every call goes, through whichever door: allowed? carried out, recorded, errors in the catalogue's words.
import { implement, type ImplementerInternalWithMiddlewares } from '@orpc/server';
import { contract, type Contract } from '#contract/index.ts';
import { audit, requireScope } from './authorise.ts';
import type { DoorContext } from './context.ts';
import { toWire } from './faults.ts';
import { requireKeepable } from './keepable.ts';
import { isStream, withFaults } from './streams.ts';

/** Spelt out: what would be inferred is too long for a declaration file. */
type Procedures = ImplementerInternalWithMiddlewares<Contract, DoorContext & Record<never, never>, DoorContext>;

export const procedures: Procedures = implement(contract)
  .$context<DoorContext>()
  .use(async ({ context, procedure, path, next }, input, answer) => {
    const { meta } = procedure['~orpc'];
    const action = path.join('.');
    const { log } = context.engine;
    try {
      requireScope(meta, context);
      requireKeepable(input);
      const result = await next();
      await audit(meta, context, { action, result: 'ok' });
      if (!isStream(result.output)) return result;
      return answer(withFaults(result.output, (error) => toWire(error, log)));
    } catch (error) {
      const wire = toWire(error, log);
      await audit(meta, context, { action, result: wire.code });
      throw wire;
    }
  });
