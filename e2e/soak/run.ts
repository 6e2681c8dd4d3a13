// npm run soak -- kills [--count 200] [--seed 1] | faults [--seed 1]: set-ups on the real lab that are disturbed; found is written to docs/soak.md.
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDice } from '#core/dice.ts';
import { faults, planned } from './faults.ts';
import { kills, type Outcome } from './kills.ts';

const usage = `usage: npm run soak -- kills [--count N] [--seed N]
       npm run soak -- faults [--seed N] [--share PERCENT]

kills: so many engines are killed (200). faults: ${planned.cut} cut connections, ${planned.sshd} restarts of SSH servers,
${planned.reboot} of machines; --share takes a part of them. Needs the lab (root, Go). What was found goes into docs/soak.md.
`;
const file = join(import.meta.dirname, '..', '..', 'docs', 'soak.md');
const head = `# Soak

What \`npm run soak\` found on the real lab, newest last: three bare machines become a MicroK8s cluster with a registry, and are disturbed meanwhile, again and again, each time on fresh machines. A set-up has passed when its run ended done, its log has every number once, what had ended before a disturbance was left alone, all nodes are ready, the registry was installed once and runs, and each machine holds one key line.
`;

function sectionOf(title: string, outcomes: readonly Outcome[], loads: readonly string[]): string {
  const events = outcomes.flatMap((outcome) => outcome.events);
  const tally = Map.groupBy(events, (event) => event.split(/[ :]/u)[0] ?? '');
  const seconds = outcomes.map((outcome) => outcome.seconds).toSorted((a, b) => a - b);
  const failed = outcomes.flatMap(({ findings }, index) => findings.map((finding) => `- set-up ${index + 1}: ${finding}`));
  const model = cpus()[0]?.model.trim() ?? '';
  const sum = (all: readonly number[]) => Math.round(all.reduce((so, one) => so + one, 0));
  return `
## ${new Date().toISOString().slice(0, 10)}: ${title}

${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.versions.node}; load before and after ${loads.join(' and ')}. Repeat with \`npm run soak -- ${title}\`; the moments differ, since machines are not the same twice.

| what | |
| --- | --- |
| set-ups | ${outcomes.length} |
${[...tally].map(([kind, all]) => `| ${kind} | ${all.length} |`).join('\n')}
| set-ups that did not pass | ${outcomes.filter(({ findings }) => findings.length > 0).length} |
| seconds of a set-up: median, longest | ${sum(seconds.slice(seconds.length >> 1, (seconds.length >> 1) + 1))}, ${sum(seconds.slice(-1))} |
| seconds in all | ${sum(seconds)} |
${failed.length === 0 ? '' : `\n${failed.join('\n')}\n`}`;
}

const load = () => (loadavg()[0] ?? 0).toFixed(1);

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      share: { type: 'string', default: '100' },
    },
  });
  const [what = ''] = positionals;
  const [count, seed, share] = [Number(values.count), Number(values.seed), Number(values.share) / 100];
  if (![count, seed, share].every((one) => Number.isFinite(one) && one > 0) || (what !== 'kills' && what !== 'faults')) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  const dice = createDice(seed);
  const part = (whole: number) => Math.max(1, Math.round(whole * share));
  const wanted = { cut: part(planned.cut), sshd: part(planned.sshd), reboot: part(planned.reboot) };
  const title =
    what === 'kills' ? `kills --count ${count} --seed ${seed}` : `faults --seed ${seed}${share === 1 ? '' : ` --share ${values.share}`}`;
  const outcomes: Outcome[] = [];
  const loads = [load()];
  for await (const outcome of what === 'kills' ? kills(count, dice) : faults(wanted, dice)) {
    outcomes.push(outcome);
    const verdict = outcome.findings.length === 0 ? 'passed' : outcome.findings.join('\n  ');
    process.stdout.write(`set-up ${outcomes.length}: ${outcome.events.join(', ')}; ${outcome.seconds.toFixed(0)} s; ${verdict}\n`);
  }
  loads.push(load());
  if (!existsSync(file)) writeFileSync(file, head);
  appendFileSync(file, sectionOf(title, outcomes, loads));
  if (outcomes.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
}

await main();
