// Who vouches for the platform's names.
import { examineCertificates } from '#core/certificates/doctor.ts';
import { authorityState } from '#core/certificates/state.ts';
import { getPlatform } from '#core/platform/platforms.ts';
import { procedures } from '../procedures.ts';
import { until } from '../until.ts';

const { state, doctor } = procedures.authority;

export const authority = {
  state: state.handler(async ({ input, context: { engine }, signal }) =>
    authorityState(engine.certificates, await getPlatform(engine.inventory, input.platformId), until(signal)),
  ),
  doctor: doctor.handler(async function* ({ input, context: { engine }, signal }) {
    const platform = await getPlatform(engine.inventory, input.platformId);
    const settings = input.settings ?? platform.settings;
    yield* examineCertificates({ ports: engine.certificates, platform, settings, signal: until(signal) }, input.reach);
  }),
};
