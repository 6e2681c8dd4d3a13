import { startLab } from '../e2e/lab/lab.ts';
import { pythonPeers } from './python-peers.ts';
import { openOurs } from './rerun-ours.ts';
import { openAnsibleRun, openMitogenRun, openPyinfraRun } from './rerun-peers.ts';
import { backToBare } from './rerun-work.ts';
const t0 = performance.now();
const say = (...x: unknown[]) => console.log(((performance.now() - t0) / 1000).toFixed(1), ...x);
const python = await pythonPeers();
const lab = await startLab({ nodes: Number(process.argv[3] ?? 2), name: 'bench', rootKey: true, layers: ['python'] });
say('lab');
const bare = async () => { for (const { name } of lab.nodes) { const r = await lab.exec(name, backToBare(name)); if (r.code) say(r); } say('bare'); };
for (const open of [async () => ({ name: 'ours', ...(await openOurs(lab)) }), ...(process.argv[2] === 'all' ? [() => openPyinfraRun(python, lab), () => openMitogenRun(python, lab), () => openAnsibleRun(python, lab)] : [])]) {
  await bare();
  const one = await open();
  try {
    say(one.name, 'first', await one.run('done'));
    say(one.name, 'again', await one.run('unchanged'));
    say(one.name, 'again', await one.run('unchanged'));
  } catch (error) { say(one.name, String(error).slice(0, 1800)); }
  await one.close();
}
await lab.stop();
say('end');
