// npm run bench -- [start] [live] [memory] [facts] [rerun] [inventory] [--write]: figures and their ratios to peers in the same run; no pass, no fail.
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { facts } from './facts.ts';
import { table, type Report } from './figures.ts';
import { inventoryBench } from './inventory.ts';
import { live } from './live.ts';
import { describeMachine, load } from './machine.ts';
import { memory } from './memory.ts';
import { rerun } from './rerun.ts';
import { start } from './start.ts';

const benches: Readonly<Record<string, () => Promise<Report>>> = { start, live, memory, facts, rerun, inventory: inventoryBench };
const usage = `usage: npm run bench -- [${Object.keys(benches).join('] [')}] [--write]

All of them when none is named. --write appends what was found to docs/figures.md.
start and inventory need Chromium, facts and rerun Python; all but start and inventory the lab (root, Go).
`;
const figuresFile = join(import.meta.dirname, '..', 'docs', 'figures.md');
const head = `# Figures

What \`npm run bench\` found, newest last. A ratio is Hearth's figure divided by the one beside it, both from the same run on the same machine: below 1 Hearth is quicker or smaller. The figures alone say little on another machine, and nothing on one that is busy.
`;

function record(names: readonly string[], reports: readonly Report[], loads: readonly string[]): string {
  const notes = [...new Set(reports.flatMap((report) => report.notes))];
  const day = new Date().toISOString().slice(0, 10);
  return `
## ${day}: ${names.join(', ')}

${describeMachine()}; load before and after ${loads.join(' and ')}. Repeat with \`npm run bench -- ${names.join(' ')}\`.

${table(reports.flatMap((report) => report.figures))}

${notes.map((note) => `- ${note}`).join('\n')}
`;
}

async function main(args: readonly string[]): Promise<void> {
  const names = args.filter((arg) => !arg.startsWith('--'));
  const unknown = [
    ...names.filter((name) => benches[name] === undefined),
    ...args.filter((arg) => arg.startsWith('--') && arg !== '--write'),
  ];
  if (unknown.length > 0) {
    process.stderr.write(`Unknown: ${unknown.join(', ')}\n${usage}`);
    process.exitCode = 2;
    return;
  }
  const chosen = names.length > 0 ? names : Object.keys(benches);
  const loads = [load()];
  const reports: Report[] = [];
  for (const name of chosen) {
    process.stderr.write(`${name} …\n`);
    const report = await benches[name]?.();
    if (report !== undefined) reports.push(report);
  }
  loads.push(load());
  const text = record(chosen, reports, loads);
  process.stdout.write(text);
  if (!args.includes('--write')) return;
  if (!existsSync(figuresFile)) writeFileSync(figuresFile, head);
  appendFileSync(figuresFile, text);
}

await main(process.argv.slice(2));
