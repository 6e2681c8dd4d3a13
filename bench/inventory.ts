// The inventory at 1,000 nodes and 20,000 variables: an edit to what is wrong with it, a value with where it comes from, and the table while it is scrolled.
import type { Browser, Page } from '@playwright/test';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { createDice, type Dice } from '#core/dice.ts';
import { startHearth, type Hearth } from '../e2e/fixtures/hearth.ts';
import { restOf, type Rest } from '../e2e/fixtures/rest.ts';
import { openBrowser, signIn } from './browser.ts';
import { median, quantile, type Peer, type Report } from './figures.ts';

const nodes = 1000;
const variablesEach = 20;
const groups = 50;
const edits = 200;
const values = 50;
const wholeParses = 5;

const opened = z.object({ id: z.string(), revision: z.number() });
const draftOf = z.object({ summary: z.object({ id: z.string() }), seq: z.number(), text: z.string() });
const stepOf = z.object({ seq: z.number() });

function inventory(): string {
  const group = (index: number) => `  rack-${index}:\n    variables:\n      rack_label: rack ${index}\n`;
  const variable = (node: number) => (_: unknown, index: number) => `      bench_value_${index}: value ${node} of ${index}\n`;
  const node = (index: number) =>
    [
      `  node-${index}:\n    address: 10.${20 + (index >> 8)}.${index & 255}.7\n    role: ${index < 3 ? 'control' : 'worker'}\n    user: ubuntu\n`,
      `    groups: [rack-${index % groups}]\n    variables:\n`,
      ...Array.from({ length: variablesEach }, variable(index)),
    ].join('');
  const all = <T>(count: number, of: (index: number) => T) => Array.from({ length: count }, (_, index) => of(index));
  return [
    '# Made by the bench.\nhearth: 1\nname: Bench\ndistribution: microk8s\nsettings:\n  domain: bench.lan\n',
    'groups:\n',
    ...all(groups, group),
    'nodes:\n',
    ...all(nodes, node),
  ].join('');
}

interface Opened {
  readonly rest: Rest;
  readonly platformId: string;
  readonly draft: string;
  readonly text: string;
  readonly seq: number;
}

async function openDraft(hearth: Hearth): Promise<Opened> {
  const rest = restOf(hearth);
  const { id: platformId, revision } = opened.parse(await rest.call('POST', '/platforms', { name: 'Bench' }));
  const saved = opened.parse(
    await rest.call('PUT', `/platforms/${platformId}/inventory`, { text: inventory(), expectedRevision: revision }),
  );
  const { summary, seq, text } = draftOf.parse(await rest.call('POST', `/platforms/${saved.id}/drafts`, {}));
  return { rest, platformId, draft: `/platforms/${platformId}/drafts/${summary.id}`, text, seq };
}

/** Each is one letter more in the value of some variable, as if it were typed. */
async function editTimes({ rest, draft, text, seq }: Opened, dice: Dice): Promise<readonly number[]> {
  const times: number[] = [];
  let [current, at] = [text, seq];
  for (let index = 0; index <= edits; index++) {
    const place = current.indexOf('\n', current.indexOf(`bench_value_${dice(variablesEach)}:`, dice(current.length - 5000)));
    const began = performance.now();
    const step = stepOf.parse(
      await rest.call('POST', `${draft}/edits`, { seq: at, edits: [{ from: place, to: place, insert: 'x' }], label: 'typing' }),
    );
    if (index > 0) times.push(performance.now() - began);
    current = `${current.slice(0, place)}x${current.slice(place)}`;
    at = step.seq;
  }
  return times;
}

async function valueTimes({ rest, draft }: Opened, dice: Dice): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index <= values; index++) {
    const began = performance.now();
    await rest.call('GET', `${draft}/nodes/node-${dice(nodes)}/values?variable=bench_value_3`);
    if (index > 0) times.push(performance.now() - began);
  }
  return times;
}

async function answerTimes({ rest }: Opened): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index <= values; index++) {
    const began = performance.now();
    await rest.call('GET', '/platforms');
    if (index > 0) times.push(performance.now() - began);
  }
  return median(times);
}

/** What it would cost to read the text whole. */
function wholeParse(text: string): number {
  const times = Array.from({ length: wholeParses }, () => {
    const began = performance.now();
    parseDocument(text);
    return performance.now() - began;
  });
  return median(times);
}

/** Runs in the page: milliseconds between frames while what scrolls goes through all of its height. */
async function frameGaps(selector: string): Promise<number[]> {
  const all = [...document.querySelectorAll(selector)];
  const scroller = all.find((element) => element.scrollHeight > element.clientHeight * 2);
  if (scroller === undefined) throw new Error('Nothing scrolls here.');
  const gaps: number[] = [];
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  let before = await frame();
  for (let step = 0; step < 240; step++) {
    scroller.scrollTop = (scroller.scrollHeight * step) / 240;
    const now = await frame();
    gaps.push(now - before);
    before = now;
  }
  return gaps;
}

const plainList = `<!doctype html><title>Plain</title><div class="list" style="height:600px;overflow:auto">${Array.from(
  { length: nodes },
  (_, index) => `<div style="height:28px">node-${index}</div>`,
).join('')}</div>`;

async function scrolling(
  browser: Browser,
  hearth: Hearth,
  platformId: string,
): Promise<{ ours: readonly number[]; plain: readonly number[] }> {
  const use = async (open: (page: Page) => Promise<void>, selector: string) => {
    const page = await (await browser.newContext()).newPage();
    try {
      await open(page);
      return await page.evaluate(frameGaps, selector);
    } finally {
      await page.context().close();
    }
  };
  const ours = await use(async (page) => {
    await signIn(page, hearth);
    await page.goto(`${hearth.origin}/p/${platformId}/inventory`);
    await page.getByRole('row').nth(5).waitFor();
  }, 'main *');
  return { ours, plain: await use((page) => page.setContent(plainList), '.list') };
}

export async function inventoryBench(): Promise<Report> {
  const hearth = await startHearth({ practice: true });
  const browser = await openBrowser();
  try {
    const dice = createDice(1);
    const draft = await openDraft(hearth);
    const typed = await editTimes(draft, dice);
    const answered = await valueTimes(draft, dice);
    const least: Peer = { name: 'the shortest answer of the same door', value: await answerTimes(draft) };
    const whole: Peer = { name: '`yaml` reading the whole text', value: wholeParse(draft.text) };
    const { ours, plain } = await scrolling(browser, hearth, draft.platformId);
    const ms = (what: string, values: readonly number[], q: number) => ({
      what: `inventory: ${what}`,
      unit: 'ms' as const,
      value: quantile(values, q),
      n: values.length,
    });
    const scrolled = (q: number): readonly Peer[] => [{ name: 'a plain list', value: quantile(plain, q) }];
    return {
      figures: [
        { ...ms('edit to what is wrong, p50', typed, 0.5), peers: [whole, least] },
        { ...ms('edit to what is wrong, p99', typed, 0.99), peers: [whole, least] },
        { ...ms('a value and its sources, p50', answered, 0.5), peers: [least] },
        { ...ms('frame while scrolling, p50', ours, 0.5), peers: scrolled(0.5) },
        { ...ms('frame while scrolling, p99', ours, 0.99), peers: scrolled(0.99) },
      ],
      notes: [
        `inventory: ${nodes} nodes with ${variablesEach} variables each in ${groups} groups, ${Math.round(draft.text.length / 1000)} kB of YAML. An edit goes through REST: sent, kept on the disk, read, checked, answered with all that is wrong. Frames: the table is scrolled through once in 240 steps, without a graphics card.`,
      ],
    };
  } finally {
    await browser.close();
    await hearth.stop();
  }
}
