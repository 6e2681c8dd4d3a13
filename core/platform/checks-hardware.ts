// Is the machine big enough? Below the documented minimum is a warning, unless it cannot work at all.
import type { NodeFacts } from '#contract/nodes.ts';
import { block, gibibytes, pass, warn, type Check, type Subject } from './preflight-check.ts';

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
/** Documented figures are decimal, as machines are sold; firmware, graphics and file systems keep a part of what is on the box. What is wanted is said as it is judged, in the unit of what is found. */
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
  command: 'lscpu',
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
  command: 'free -h',
  wanted: (subject) => gibibytes(of(subject).memoryGb * 1e9 * shown),
  judge(subject) {
    const there = subject.facts.memoryBytes;
    const { memoryGb, leastMemoryGb } = of(subject);
    if (there >= memoryGb * 1e9 * shown) return pass(gibibytes(there));
    if (there >= leastMemoryGb * 1e9 * shown)
      return warn(
        gibibytes(there),
        `The documented minimum for a ${subject.node.role} node is ${gibibytes(memoryGb * 1e9 * shown)}.`,
        'Choose fewer components, or add memory.',
      );
    return block(
      gibibytes(there),
      `Kubernetes alone needs ${gibibytes(leastMemoryGb * 1e9 * shown)}.`,
      'Add memory, or choose another machine.',
    );
  },
};

const storage: Check = {
  id: 'storage',
  title: 'Storage',
  command: 'df -h; lsblk; sudo vgs',
  wanted: () => gibibytes(storageGb * 1e9 * shown),
  judge({ facts }) {
    const there = facts.disks.reduce((sum, disk) => sum + disk.sizeBytes, 0);
    if (facts.disks.length === 0) return warn('no disk seen', 'Its file systems could not be read.', 'Look at them with `df -h`.');
    if (there >= storageGb * 1e9 * shown) return pass(gibibytes(there));
    const room = unusedRoom(facts);
    return warn(
      room === null ? gibibytes(there) : `${gibibytes(there)}, and ${room.found}`,
      `The documented minimum is ${gibibytes(storageGb * 1e9 * shown)}; volumes of components share what is there.`,
      room?.remedy ?? 'Add a disk, or keep the data small.',
    );
  },
};

/** Less is not worth a sentence. */
const worthwhileGb = 10;
/** Ubuntu's installer gives half of the disk to nobody, and a second disk is often forgotten. */
function unusedRoom({ volumeGroups, blockDevices }: NodeFacts): { readonly found: string; readonly remedy: string } | null {
  const group = volumeGroups.find((one) => one.freeBytes >= worthwhileGb * 1e9);
  if (group !== undefined)
    return {
      found: `${gibibytes(group.freeBytes)} unused in the volume group ${group.name}`,
      remedy: `Give it to the root file system: \`sudo lvextend -r -l +100%FREE $(findmnt -no SOURCE /)\`.`,
    };
  const disk = blockDevices.find((one) => one.empty && one.sizeBytes >= worthwhileGb * 1e9);
  if (disk === undefined) return null;
  return {
    found: `${gibibytes(disk.sizeBytes)} on the empty disk ${disk.name}`,
    remedy: `Format /dev/${disk.name} and mount it where the data shall lie, such as /var/snap.`,
  };
}

const diskFree: Check = {
  id: 'disk-free',
  title: 'Free disk space',
  command: 'df -h /var/snap /var/lib/snapd',
  wanted: () => `${gibibytes(easyFreeGb * 1e9)} free`,
  judge({ facts }) {
    const disks = filled.flatMap((path) => diskOf(path, facts.disks) ?? []);
    const tightest = disks.toSorted((a, b) => a.freeBytes - b.freeBytes)[0];
    if (tightest === undefined) return warn('unknown', 'No file system for /var was seen.', 'Look at it with `df -h /var`.');
    const found = `${gibibytes(tightest.freeBytes)} free on ${tightest.mount}`;
    if (tightest.freeBytes >= easyFreeGb * 1e9) return pass(found);
    const remedy = `Free some space: \`sudo apt-get clean; sudo journalctl --vacuum-size=200M\`.${roomBeside(facts)}`;
    if (tightest.freeBytes < leastFreeGb * 1e9) return block(found, `Installing needs ${gibibytes(leastFreeGb * 1e9)} there.`, remedy);
    return warn(found, 'Images and logs will fill it within weeks.', remedy);
  },
};

/** The file system a path lies on: the longest mount that is a beginning of it. */
export function diskOf<D extends { readonly mount: string }>(path: string, disks: readonly D[]): D | null {
  const holds = ({ mount }: D) => mount === '/' || path === mount || path.startsWith(`${mount}/`);
  return disks.filter(holds).toSorted((a, b) => b.mount.length - a.mount.length)[0] ?? null;
}

const roomBeside = (facts: NodeFacts) => {
  const room = unusedRoom(facts);
  return room === null ? '' : ` Or use the ${room.found}: ${room.remedy}`;
};

/** A file system with less than both is as good as full. */
const fullShare = 0.05;
const fullGb = 2;
const mounts: Check = {
  id: 'mounts',
  title: 'Other file systems',
  command: 'df -h',
  wanted: () => 'none full',
  judge({ facts }) {
    const judgedAbove = new Set(filled.map((path) => diskOf(path, facts.disks)));
    const others = facts.disks.filter((disk) => !judgedAbove.has(disk));
    const full = others.filter(({ sizeBytes, freeBytes }) => freeBytes < sizeBytes * fullShare && freeBytes < fullGb * 1e9);
    if (full.length === 0) return pass(others.length === 0 ? 'no others' : others.map(freeOn).join(', '));
    return warn(
      full.map(freeOn).join(', '),
      'Updates and programs that write there fail.',
      `Look at what is there: \`sudo du -xhd1 ${full[0]?.mount ?? '/'}\`.`,
    );
  },
};
const freeOn = ({ mount, freeBytes }: NodeFacts['disks'][number]) => `${gibibytes(freeBytes)} free on ${mount}`;

/** What images built for current CUDA ask for. */
const leastDriver = 580;
const gpu: Check = {
  id: 'gpu',
  title: 'GPU',
  command: 'lspci -nnk -d ::0300; lspci -nnk -d ::0302; mokutil --sb-state; nvidia-smi',
  wanted: () => 'optional',
  judge({ facts }) {
    const found = facts.gpus.length === 0 ? 'none' : facts.gpus.map(cardOf).join(', ');
    const card = facts.gpus.find(({ vendor }) => vendor === 'NVIDIA');
    if (card === undefined) return pass(found);
    if (facts.nouveau || card.driver === 'nouveau')
      return warn(
        `${found}; nouveau is loaded`,
        "The kernel's own driver holds the card and keeps NVIDIA's away.",
        "Forbid it, which counts after a restart: `echo 'blacklist nouveau' | sudo tee /etc/modprobe.d/no-nouveau.conf; sudo update-initramfs -u; sudo reboot`.",
      );
    if (card.driverVersion === '' && facts.secureBoot === 'on')
      return warn(
        `${found}; secure boot is on`,
        'A driver that is built on the machine is not signed, and the kernel refuses it.',
        'Install a signed one (on Ubuntu: `sudo ubuntu-drivers install --gpgpu`), or switch secure boot off in the firmware.',
      );
    const major = Number.parseInt(card.driverVersion, 10);
    if (major < leastDriver)
      return warn(
        found,
        `Images built for current CUDA ask for driver ${leastDriver} or newer.`,
        'Install a newer one, such as: `sudo ubuntu-drivers install --gpgpu`.',
      );
    if (card.driverVersion !== '' && card.driver === '')
      return warn(found, 'The driver is installed, but not loaded.', 'Restart the machine; then look with `nvidia-smi`.');
    return pass(found);
  },
};
const cardOf = ({ vendor, model, driverVersion }: NodeFacts['gpus'][number]) =>
  `${vendor} ${model}`.trim() + (driverVersion === '' ? '' : ` (driver ${driverVersion})`);

const swap: Check = {
  id: 'swap',
  title: 'Swap',
  command: 'swapon --show',
  wanted: () => 'none',
  judge: ({ facts }) =>
    facts.swapBytes === 0
      ? pass('none')
      : warn(
          gibibytes(facts.swapBytes),
          'Pods whose memory is swapped out become slow without a visible cause.',
          'Switch it off: `sudo swapoff -a`, and remove it from /etc/fstab.',
        ),
};

export const hardwareChecks: readonly Check[] = [cores, memory, swap, storage, diskFree, mounts, gpu];
