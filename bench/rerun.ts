// Ten operations on 16 machines, the first time and again with nothing left to do: Hearth, Ansible, Mitogen and pyinfra, one after another.
import { startLab, type Lab } from '../e2e/lab/lab.ts';
import { median, type Peer, type Report } from './figures.ts';
import { pythonPeers } from './python-peers.ts';
import { openOurs } from './rerun-ours.ts';
import { openAnsibleRun, openMitogenRun, openPyinfraRun, type RunPeer } from './rerun-peers.ts';
import { backToBare } from './rerun-work.ts';

const machines = 16;
/** How often each is measured; two of the peers take a minute for once. */
interface Repeats {
  readonly first: number;
  readonly again: number;
}
const own: Repeats = { first: 3, again: 15 };
const others: Repeats = { first: 1, again: 3 };

interface Times {
  readonly first: number;
  readonly again: number;
}

async function makeBare(lab: Lab): Promise<void> {
  for (const { name } of lab.nodes) {
    const { code, stderr } = await lab.exec(name, backToBare(name));
    if (code !== 0) throw new Error(`${name} could not be made bare: ${stderr}`);
  }
}

type Runner = Pick<RunPeer, 'run' | 'close'>;

async function using<T>(runner: Runner, use: (runner: Runner) => Promise<T>): Promise<T> {
  try {
    return await use(runner);
  } finally {
    await runner.close();
  }
}

async function timesOf(lab: Lab, repeats: Repeats, open: () => Promise<Runner>): Promise<Times> {
  const first: number[] = [];
  const again: number[] = [];
  const isLast = () => first.length === repeats.first;
  while (!isLast()) {
    await makeBare(lab);
    await using(await open(), async (runner) => {
      first.push(await runner.run('done'));
      while (isLast() && again.length < repeats.again) again.push(await runner.run('unchanged'));
    });
  }
  return { first: median(first), again: median(again) };
}

/** Nothing left to do, and a program that has just begun. */
async function coldAgain(lab: Lab): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < own.first; run++) times.push(await using(await openOurs(lab), (runner) => runner.run('unchanged')));
  return median(times);
}

export async function rerun(): Promise<Report> {
  const python = await pythonPeers();
  const lab = await startLab({ nodes: machines, name: 'bench', rootKey: true, layers: ['python'] });
  try {
    const ours = await timesOf(lab, own, () => openOurs(lab));
    const cold = await coldAgain(lab);
    const measured: { readonly name: string; readonly times: Times }[] = [];
    for (const open of [openAnsibleRun, openMitogenRun, openPyinfraRun]) {
      const names = new Set<string>();
      const times = await timesOf(lab, others, async () => {
        const peer = await open(python, lab);
        names.add(peer.name);
        return peer;
      });
      measured.push({ name: [...names].join(), times });
    }
    const peers = (of: keyof Times): readonly Peer[] => measured.map(({ name, times }) => ({ name, value: times[of] / 1000 }));
    const unit = 's';
    return {
      figures: [
        { what: `ten operations on ${machines} machines, first`, unit, value: ours.first / 1000, n: own.first, peers: peers('first') },
        { what: 'the same again, nothing to do', unit, value: ours.again / 1000, n: own.again, peers: peers('again') },
        { what: 'the same again, by a new engine', unit, value: cold / 1000, n: own.first, peers: peers('again') },
        {
          what: 'again, beside its own first',
          unit,
          value: ours.again / 1000,
          n: own.again,
          peers: [{ name: 'Hearth, first', value: ours.first / 1000 }],
        },
      ],
      notes: [
        'rerun: Hearth is its run engine with the journal in SQLite, the steps that name a machine, write its hosts file, look for its packages and set up its kernel, and six files; the others write the same files. All as root by key, all machines at a time (Hearth eight). Ansible and Mitogen with pipelining and kept connections. They are measured once bare and three times again. Their times hold the start of their programs; Hearth’s again is that of an engine that runs and has its connections, but for the new one.',
      ],
    };
  } finally {
    await lab.stop();
  }
}
