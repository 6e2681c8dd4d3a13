// The fields of a scan: what is typed, what is wrong with it, and whose the public addresses are.
import { useState } from 'react';
import { scanPorts, type AttachedNetwork, type RangesRead } from '#contract/discovery.ts';
import { t } from '#renderer/texts/current.ts';
import { complaint } from '#renderer/kit/complaint.ts';
import { portsIn } from '../model/found.ts';
import { useNote } from '../wizard-context.ts';
import { useRanges, type RangesReading } from './use-ranges.ts';

const words = t.wizard.find.range;

function problemOf({ read, fault, text }: RangesReading, typed: string, isUnconfirmed: boolean): string | null {
  if (typed.trim() === '') return words.needed;
  // Not read yet; whoever is faster than that is refused by the engine in the same words.
  if (text !== typed) return null;
  if (fault !== null) return fault.what;
  const [problem] = read.problems;
  if (problem !== undefined) return problem.message;
  return isUnconfirmed ? words.mineNeeded : null;
}

const publicOf = ({ ranges }: RangesRead): string =>
  ranges
    .filter((range) => range.kind === 'public')
    .map((range) => range.text)
    .join(', ');

export function useScanForm(networks: readonly AttachedNetwork[] | undefined) {
  const [ranges, setRanges] = useNote('new.ranges', networks?.[0]?.range ?? '');
  const [ports, setPorts] = useNote('new.ranges.ports', '22');
  const [confirmed, setConfirmed] = useState('');
  const [tried, setTried] = useState(false);
  const reading = useRanges(ranges);
  const foreign = publicOf(reading.read);
  // Said of these addresses; of others it has to be said again.
  const isMine = foreign !== '' && confirmed === foreign;
  const rangeProblem = problemOf(reading, ranges, foreign !== '' && !isMine);
  const portProblem = complaint(scanPorts, portsIn(ports));
  // While somebody types, what is missing is no mistake yet; what cannot be read is one at once.
  const isLoud = tried || reading.read.problems.length > 0;
  return {
    ranges: { value: ranges, onChange: setRanges, error: isLoud ? (rangeProblem ?? undefined) : undefined },
    ports: { value: ports, onChange: setPorts, error: portProblem ?? undefined },
    addresses: reading.read.addresses,
    foreign,
    isMine,
    confirm: (on: boolean) => setConfirmed(on ? foreign : ''),
    /** What to scan, or null where something is wrong, which is then shown. */
    request() {
      setTried(true);
      if (rangeProblem !== null || portProblem !== null) return null;
      return { ranges, ports: portsIn(ports), publicRanges: isMine ? ('mine' as const) : ('refuse' as const) };
    },
  };
}
