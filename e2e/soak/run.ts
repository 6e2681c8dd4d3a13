// npm run soak -- kills [--count 200] [--seed 1] | faults [--seed 1]: set-ups on the real lab that are disturbed; found is written to docs/soak.md.
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDice } from '#core/dice.ts';
import { faults, planned } from './faults.ts';
import { kills } from './kills.ts';
import type { Outcome } from './trial.ts';

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

interface Wish {
  /** As it is given on the command line, to repeat it. */
  readonly title: string;
  readonly outcomes: AsyncGenerator<Outcome>;
}

/** Null when it is not understood. */
function wishOf(args: readonly string[]): Wish | null {
  const text = (otherwise: string) => ({ type: 'string' as const, default: otherwise });
  const options = { count: text('200'), seed: text('1'), share: text('100') };
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [count, seed, share] = [Number(values.count), Number(values.seed), Number(values.share)];
  if (![count, seed, share].every((one) => Number.isInteger(one) && one > 0)) return null;
  const dice = createDice(seed);
  const part = (whole: number) => Math.max(1, Math.round((whole * share) / 100));
  const wanted = { cut: part(planned.cut), sshd: part(planned.sshd), reboot: part(planned.reboot) };
  if (positionals[0] === 'kills') return { title: `kills --count ${count} --seed ${seed}`, outcomes: kills(count, dice) };
  if (positionals[0] !== 'faults') return null;
  return { title: `faults --seed ${seed}${share === 100 ? '' : ` --share ${share}`}`, outcomes: faults(wanted, dice) };
}

async function main(args: readonly string[]): Promise<void> {
  const wish = wishOf(args);
  if (wish === null) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  const outcomes: Outcome[] = [];
  const loads = [load()];
  let enough = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      enough = true;
      process.stdout.write('Stopping; the set-up under way does not count.\n');
    });
  for await (const outcome of wish.outcomes) {
    // Its engine and its machines were stopped too.
    if (enough) break;
    outcomes.push(outcome);
    const verdict = outcome.findings.length === 0 ? 'passed' : outcome.findings.join('\n  ');
    process.stdout.write(`set-up ${outcomes.length}: ${outcome.events.join(', ')}; ${outcome.seconds.toFixed(0)} s; ${verdict}\n`);
  }
  loads.push(load());
  if (!existsSync(file)) writeFileSync(file, head);
  appendFileSync(file, sectionOf(wish.title, outcomes, loads));
  if (outcomes.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
}

await main(process.argv.slice(2));
