// Is the machine big enough? Below the documented minimum is a warning, unless it cannot work at all.
import { block, asSold, gibibytes, pass, warn, type Check, type Subject } from './preflight-check.ts';

interface Minimum {
  readonly cores: number;
  readonly memoryGb: number;
  /** Below these nothing starts: Kubernetes alone takes this much. */
  readonly leastCores: number;
  readonly leastMemoryGb: number;
}
const minimums: Readonly<Record<'control' | 'worker', Minimum>> = {
  control: { cores: 4, memoryGb: 8, leastCores: 2, leastMemoryGb: 2 },
  worker: { cores: 8, memoryGb: 16, leastCores: 1, leastMemoryGb: 1 },
};
const storageGb = 500;
/** Firmware, graphics and file systems keep a part of what is on the box; 8 GB of memory show as 7.6. */
const shown = 0.93;
/** The snap, its images and room to update both; and half of what images and logs grow to in the first weeks. */
const leastFreeGb = 5;
const easyFreeGb = 20;
/** Snaps and images lie under these. */
const filled: readonly string[] = ['/var/snap', '/var/lib/snapd'];

const of = ({ node }: Pick<Subject, 'node'>) => minimums[node.role];

const cores: Check = {
  id: 'cpu',
  title: 'Processor cores',
  wanted: (subject) => `${of(subject).cores} cores`,
  judge(subject) {
    const { cores: there, model } = subject.facts.cpu;
    const found = `${there} ${there === 1 ? 'core' : 'cores'}${model === '' ? '' : `, ${model}`}`;
    const { cores: documented, leastCores } = of(subject);
    if (there >= documented) return pass(found);
    if (there >= leastCores)
      return warn(
        found,
        `The documented minimum for a ${subject.node.role} node is ${documented}; it will work, but slowly.`,
        'Choose fewer components, or a stronger machine.',
      );
    return block(
      found,
      `Kubernetes does not start with fewer than ${leastCores} here.`,
      'Give the machine more cores, or make another one the control node.',
    );
  },
};

const memory: Check = {
  id: 'memory',
  title: 'Memory',
  wanted: (subject) => asSold(of(subject).memoryGb),
  judge(subject) {
    const there = subject.facts.memoryBytes;
    const { memoryGb, leastMemoryGb } = of(subject);
    if (there >= memoryGb * 1e9 * shown) return pass(gibibytes(there));
    if (there >= leastMemoryGb * 1e9 * shown)
      return warn(
        gibibytes(there),
        `The documented minimum for a ${subject.node.role} node is ${memoryGb} GB.`,
        'Choose fewer components, or add memory.',
      );
    return block(gibibytes(there), `Kubernetes alone needs ${leastMemoryGb} GB.`, 'Add memory, or choose another machine.');
  },
};

const storage: Check = {
  id: 'storage',
  title: 'Storage',
  wanted: () => asSold(storageGb),
  judge({ facts }) {
    const there = facts.disks.reduce((sum, disk) => sum + disk.sizeBytes, 0);
    if (facts.disks.length === 0) return warn('no disk seen', 'Its file systems could not be read.', 'Look at them with df -h.');
    if (there >= storageGb * 1e9 * shown) return pass(gibibytes(there));
    return warn(
      gibibytes(there),
      `The documented minimum is ${storageGb} GB; volumes of components share what is there.`,
      'Add a disk, or keep the data small.',
    );
  },
};

const diskFree: Check = {
  id: 'disk-free',
  title: 'Free disk space',
  wanted: () => `${asSold(easyFreeGb)} free`,
  judge({ facts }) {
    const disks = filled.flatMap((path) => diskOf(path, facts.disks) ?? []);
    const tightest = disks.toSorted((a, b) => a.freeBytes - b.freeBytes)[0];
    if (tightest === undefined) return warn('unknown', 'No file system for /var was seen.', 'Look at it with df -h /var.');
    const found = `${gibibytes(tightest.freeBytes)} free on ${tightest.mount}`;
    if (tightest.freeBytes >= easyFreeGb * 1e9) return pass(found);
    const remedy = 'Free some space: sudo apt-get clean; sudo journalctl --vacuum-size=200M.';
    if (tightest.freeBytes < leastFreeGb * 1e9) return block(found, `Installing needs ${leastFreeGb} GB there.`, remedy);
    return warn(found, 'Images and logs will fill it within weeks.', remedy);
  },
};

/** The file system a path lies on: the longest mount that is a beginning of it. */
export function diskOf<D extends { readonly mount: string }>(path: string, disks: readonly D[]): D | null {
  const holds = ({ mount }: D) => mount === '/' || path === mount || path.startsWith(`${mount}/`);
  return disks.filter(holds).toSorted((a, b) => b.mount.length - a.mount.length)[0] ?? null;
}

const gpu: Check = {
  id: 'gpu',
  title: 'GPU',
  wanted: () => 'optional',
  judge: ({ facts }) => pass(facts.gpus.length === 0 ? 'none' : facts.gpus.map((one) => `${one.vendor} ${one.model}`.trim()).join(', ')),
};

const swap: Check = {
  id: 'swap',
  title: 'Swap',
  wanted: () => 'none',
  judge: ({ facts }) =>
    facts.swapBytes === 0
      ? pass('none')
      : warn(
          gibibytes(facts.swapBytes),
          'Pods whose memory is swapped out become slow without a visible cause.',
          'Switch it off: sudo swapoff -a, and remove it from /etc/fstab.',
        ),
};

export const hardwareChecks: readonly Check[] = [cores, memory, storage, diskFree, gpu, swap];
