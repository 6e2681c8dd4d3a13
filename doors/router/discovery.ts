// Finding machines: networks, ranges, announcements, and what this computer knows.
import { announced } from '#core/discovery/announced.ts';
import { known } from '#core/discovery/known.ts';
import { networks } from '#core/discovery/networks.ts';
import { readRanges } from '#core/discovery/ranges.ts';
import { scan } from '#core/discovery/scan.ts';
import { procedures } from '../procedures.ts';
import { until } from '../until.ts';

const of = procedures.discovery;

export const discovery = {
  networks: of.networks.handler(({ context: { engine } }) => networks(engine.network)),
  readRanges: of.readRanges.handler(({ input }) => readRanges(input.ranges)),
  scan: of.scan.handler(({ input, context: { engine }, signal }) => scan(engine, input, until(signal))),
  announced: of.announced.handler(({ input, context: { engine }, signal }) => announced(engine, input, until(signal))),
  known: of.known.handler(({ input, context: { engine } }) => known(engine, input)),
};
