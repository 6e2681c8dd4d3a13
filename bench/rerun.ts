// Ten operations on 16 machines, the first time and again with nothing left to do: Hearth, Ansible, Mitogen and pyinfra, one after another.
import { startLab, type Lab } from '../e2e/lab/lab.ts';
import { median, type Peer, type Report } from './figures.ts';
import { pythonPeers } from './python-peers.ts';
import { openOurs } from './rerun-ours.ts';
import { openAnsibleRun, openMitogenRun, openPyinfraRun, type RunPeer } from './rerun-peers.ts';
import { backToBare } from './rerun-work.ts';

const usualMachines = 16;
const firstRuns = 3;
const againRuns = 5;

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

async function timesOf(lab: Lab, open: () => Promise<Pick<RunPeer, 'run' | 'close'>>): Promise<Times> {
  const first: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < firstRuns; round++) {
    await makeBare(lab);
    const one = await open();
    try {
      first.push(await one.run('done'));
      if (round === firstRuns - 1) for (let run = 0; run < againRuns; run++) again.push(await one.run('unchanged'));
    } finally {
      await one.close();
    }
  }
  return { first: median(first), again: median(again) };
}

/** Nothing left to do, and a program that has just begun. */
async function coldAgain(lab: Lab): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < firstRuns; run++) {
    const ours = await openOurs(lab);
    try {
      times.push(await ours.run('unchanged'));
    } finally {
      await ours.close();
    }
  }
  return median(times);
}

export async function rerun(machines = usualMachines): Promise<Report> {
  const python = await pythonPeers();
  const lab = await startLab({ nodes: machines, name: 'bench', rootKey: true, layers: ['python'] });
  try {
    const ours = await timesOf(lab, () => openOurs(lab));
    const cold = await coldAgain(lab);
    const others: { readonly name: string; readonly times: Times }[] = [];
    for (const open of [openAnsibleRun, openMitogenRun, openPyinfraRun]) {
      const { name, close } = await open(python, lab);
      await close();
      others.push({ name, times: await timesOf(lab, async () => await open(python, lab)) });
    }
    const peers = (of: keyof Times): readonly Peer[] => others.map(({ name, times }) => ({ name, value: times[of] / 1000 }));
    const unit = 's';
    return {
      figures: [
        { what: `ten operations on ${machines} machines, first`, unit, value: ours.first / 1000, n: firstRuns, peers: peers('first') },
        { what: 'the same again, nothing to do', unit, value: ours.again / 1000, n: againRuns, peers: peers('again') },
        { what: 'the same again, by a new engine', unit, value: cold / 1000, n: firstRuns, peers: peers('again') },
        {
          what: 'again, beside its own first',
          unit,
          value: ours.again / 1000,
          n: againRuns,
          peers: [{ name: 'Hearth, first', value: ours.first / 1000 }],
        },
      ],
      notes: [
        'rerun: Hearth is its run engine with the journal in SQLite, the steps that name a machine, write its hosts file, look for its packages and set up its kernel, and six files; the others write the same files. All as root by key, all machines at a time (Hearth eight). Ansible and Mitogen with pipelining and kept connections. Their times hold the start of their programs; Hearth’s again is that of an engine that runs and has its connections, but for the new one.',
      ],
    };
  } finally {
    await lab.stop();
  }
}
