// Machines: reading lists, keys, the connection doctor, facts and preflight.
import { parseList } from '#core/inventory/parse-list.ts';
import { nodeOf } from '#core/platform/amend.ts';
import { gatherFacts } from '#core/platform/facts.ts';
import { readHostKey, trustHostKey } from '#core/platform/host-key.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import { preflight, reportPreflight } from '#core/platform/preflight.ts';
import { unlockNodes } from '#core/platform/target.ts';
import { Secret } from '#core/secret.ts';
import { procedures } from '../procedures.ts';
import { until } from '../until.ts';

const of = procedures.nodes;

export const nodes = {
  parseList: of.parseList.handler(({ input, context: { engine } }) => parseList(input.text, engine.readYaml)),
  readHostKey: of.readHostKey.handler(({ input, context: { engine }, signal }) => readHostKey(engine.inventory, input, until(signal))),
  trustHostKey: of.trustHostKey.handler(({ input, context: { engine }, signal }) => trustHostKey(engine.inventory, input, until(signal))),
  publicKey: of.publicKey.handler(({ context: { engine } }) => engine.hearthKey.publicKey()),
  doctor: of.doctor.handler(async function* ({ input, context: { engine }, signal }) {
    const platform = await getPlatform(engine.inventory, input.platformId);
    yield* engine.hosts.climb(engine.inventory.target(platform, nodeOf(platform, input.nodeId)), until(signal));
  }),
  unlock: of.unlock.handler(async ({ input, context: { engine } }) => {
    const platform = await getPlatform(engine.inventory, input.platformId);
    return unlockNodes(engine.session, platform, { nodeIds: input.nodeIds, password: new Secret(input.password) });
  }),
  gatherFacts: of.gatherFacts.handler(async function* ({ input, context: { engine }, signal }) {
    yield* gatherFacts(engine.inventory, input, until(signal));
  }),
  preflight: of.preflight.handler(async function* ({ input, context: { engine }, signal }) {
    yield* preflight(engine.inventory, input.platformId, until(signal));
  }),
  departure: of.departure.handler(({ input, context: { engine }, signal }) => engine.life.departure(input, until(signal))),
  certificates: of.certificates.handler(({ input, context: { engine }, signal }) =>
    engine.life.certificates(input.platformId, until(signal)),
  ),
  preflightReport: of.preflightReport.handler(({ input, context: { engine }, signal }) =>
    reportPreflight(engine.inventory, input.platformId, until(signal)),
  ),
};
