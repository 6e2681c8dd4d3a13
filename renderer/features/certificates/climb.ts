// How a rehearsal of certificates came out: what was not climbed to its end has not passed.
import type { CertificateRung } from '#contract/authority.ts';

/** cut: by the person, or because the engine fell silent. */
export type Ending = 'finished' | 'cut';
export type Progress = 'idle' | 'running' | Ending;

export const withRung = (rungs: readonly CertificateRung[], rung: CertificateRung): readonly CertificateRung[] => [
  ...rungs.filter((one) => one.rung !== rung.rung),
  rung,
];

/** Passes every rung on, until the stream ends or the signal fires. */
export async function climb(
  stream: AsyncIterable<CertificateRung>,
  signal: AbortSignal,
  onRung: (rung: CertificateRung) => void,
): Promise<Ending> {
  let isUnderWay = false;
  for await (const rung of stream) {
    if (signal.aborted) return 'cut';
    isUnderWay = rung.state === 'running';
    onRung(rung);
  }
  return signal.aborted || isUnderWay ? 'cut' : 'finished';
}

export const hasPassed = (rungs: readonly CertificateRung[], progress: Progress): boolean =>
  progress === 'finished' && rungs.length > 0 && rungs.every(({ state }) => state === 'pass' || state === 'skipped');

/** Nothing goes on behind what was cut. */
export const settled = (rungs: readonly CertificateRung[]): readonly CertificateRung[] =>
  rungs.map((rung) => (rung.state === 'running' ? { ...rung, state: 'not-reached' } : rung));
