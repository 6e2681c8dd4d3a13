// Rehearses how the platform gets its certificates, rung by rung; the first that fails ends it with one sentence and one remedy.
import type { CertificateRung, CertificateRungName } from '#contract/authority.ts';
import { isFault } from '#core/fault.ts';
import { caaRung, nameRung, wildcardRung } from './name-rungs.ts';
import { clusterRungs } from './cluster-rungs.ts';
import { nodeNameRung, portsRung } from './reach-rungs.ts';
import { editRung, tokenRung, zoneRung } from './token-rungs.ts';
import type { Examination, Rung } from './rung.ts';

const before: readonly (readonly [CertificateRungName, Rung])[] = [
  ['token', tokenRung],
  ['zone', zoneRung],
  ['edit', editRung],
  ['caa', caaRung],
  ['name', nameRung],
  ['wildcard', wildcardRung],
];

export async function* examineCertificates(examination: Examination, reach: 'before' | 'all'): AsyncGenerator<CertificateRung, void, void> {
  if (reach === 'before') {
    yield* climb(before, examination);
    return;
  }
  const rehearsal = clusterRungs();
  try {
    yield* climb([...before, ['node-name', nodeNameRung], ['ports', portsRung], ...rehearsal.rungs], examination);
  } finally {
    await rehearsal.cleanUp(examination);
  }
}

async function* climb(
  rungs: readonly (readonly [CertificateRungName, Rung])[],
  examination: Examination,
): AsyncGenerator<CertificateRung, void, void> {
  let failed = false;
  for (const [rung, look] of rungs) {
    if (failed) {
      yield { rung, state: 'not-reached', found: '', remedy: '' };
      continue;
    }
    yield { rung, state: 'running', found: '', remedy: '' };
    const result = await carefully(look, examination);
    failed = result.state === 'fail';
    yield { rung, ...result };
  }
}

/** A fault is a finding too: it says what is wrong and what to do. */
async function carefully(look: Rung, examination: Examination): ReturnType<Rung> {
  try {
    return await look(examination);
  } catch (error) {
    examination.signal.throwIfAborted();
    if (!isFault(error)) throw error;
    return { state: 'fail', found: `${error.view.what} ${error.view.why}`, remedy: error.view.todo };
  }
}
