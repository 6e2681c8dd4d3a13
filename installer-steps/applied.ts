// What holds once a run has ended well: the inventory that it was planned from, or what it changed of the one before.
import type { Node } from '#contract/nodes.ts';
import type { Platform, PlatformContent } from '#contract/platforms.ts';
import type { Run, Task } from '#contract/runs.ts';
import { canonicalText, valuesHash } from '#core/catalog/values-hash.ts';
import { text } from '#core/cluster/trim/raw.ts';
import type { Applied, AppliedComponent, Begun } from '#core/ports/applied.ts';
import { componentOf } from '#steps/provision/component-input.ts';

export interface Ending {
  readonly run: Run;
  readonly begun: Begun | null;
  readonly before: Applied | null;
  /** As it is stored now. */
  readonly platform: Platform;
  /** Of the inventory, as it is stored now. */
  readonly version: number;
  readonly at: number;
}

const hasEnded = ({ state }: Task) => state === 'done' || state === 'unchanged';

/** What a person wants of a platform; what was found out about its machines is no one's wish. */
export function wishesOf({ name, distribution, channel, nodes, settings, components, page }: PlatformContent): PlatformContent {
  return { name, distribution, channel, nodes: nodes.map((node) => ({ ...node, facts: null })), settings, components, page };
}

const sameWishes = (a: PlatformContent, b: PlatformContent): boolean => {
  const essence = ({ distribution, channel, nodes, settings, components }: PlatformContent) =>
    canonicalText({
      distribution,
      channel,
      settings,
      components,
      nodes: nodes.map((node) => Object.assign({}, node, { facts: null, hostKey: null })),
    });
  return essence(a) === essence(b);
};

/** Null: nothing of it is left. */
export function appliedAfter(ending: Ending): Applied | null {
  const { run, before } = ending;
  if (run.kind === 'provision') return afterSetUp(ending);
  if (before === null) return null;
  return run.kind === 'undo' ? afterUndo(ending, before) : afterLife(ending, before);
}

/** A machine or component that was left out stands as it stood before, or not at all. */
function afterSetUp({ run, begun, before, at }: Ending): Applied | null {
  if (begun === null) return before;
  const leftOut = new Set(run.tasks.flatMap(({ state, nodeId }) => (state === 'skipped' && nodeId !== null ? [nodeId] : [])));
  const nodeBefore = (id: string) => before?.content.nodes.filter((node) => node.id === id) ?? [];
  const nodes = begun.content.nodes.flatMap((node) => (leftOut.has(node.id) ? nodeBefore(node.id) : [node]));
  const installs = run.tasks.filter(({ step }) => step === 'install-component');
  const installed = installs.filter(hasEnded).map((task) => installedBy(task, begun.at));
  const skipped = new Set(installs.filter(({ state }) => state === 'skipped').map(({ input }) => componentOf(input).id));
  const components = begun.content.components.filter((id) => !skipped.has(id) || before?.content.components.includes(id) === true);
  const others = (before?.components ?? []).filter(({ id }) => !installed.some((one) => one.id === id));
  return {
    platformId: run.platformId,
    runId: run.id,
    revision: begun.revision,
    at,
    content: { ...begun.content, nodes, components },
    components: [...others, ...installed],
  };
}

function installedBy({ input }: Task, at: number): AppliedComponent {
  const { id, release } = componentOf(input);
  return { id, chart: `${release.chart.name}-${release.chart.version}`, valuesHash: valuesHash(release.values), at };
}

const unmarked = (node: Node): Node => ({ ...node, labels: {}, taints: [] });

/** Steps without which a machine is no node of the cluster. */
const membershipSteps: ReadonlySet<string> = new Set(['install-distribution', 'join-worker', 'join-control']);

function afterUndo({ run, at }: Ending, before: Applied): Applied | null {
  const undone = run.tasks.filter(hasEnded);
  const isUndone = (steps: ReadonlySet<string>, id: string) => undone.some(({ step, nodeId }) => steps.has(step) && nodeId === id);
  const marks: ReadonlySet<string> = new Set(['mark-node']);
  const nodes = before.content.nodes
    .filter(({ id }) => !isUndone(membershipSteps, id))
    .map((node): Node => (isUndone(marks, node.id) ? unmarked(node) : node));
  const gone = new Set(undone.filter(({ step }) => step === 'install-component').map(({ input }) => componentOf(input).id));
  const components = before.components.filter(({ id }) => !gone.has(id));
  if (nodes.length === 0 && components.length === 0) return null;
  return { ...before, runId: run.id, at, components, content: { ...before.content, nodes } };
}

/** Nodes that went, came anew or are called otherwise, and another channel. What else the inventory says by now was not applied by it. */
function afterLife({ run, platform, version, at }: Ending, before: Applied): Applied {
  const content = run.tasks.filter(hasEnded).reduce((so, task) => afterTask(so, task, platform), before.content);
  if (content === before.content) return before;
  const revision = sameWishes(content, platform) ? version : before.revision;
  return { ...before, runId: run.id, at, revision, content };
}

function afterTask(content: PlatformContent, { step, nodeId, input }: Task, platform: Platform): PlatformContent {
  if (step === 'set-channel') return { ...content, channel: text(input['channel']) };
  if (step === 'forget-node') return { ...content, nodes: content.nodes.filter(({ id }) => id !== text(input['nodeId'])) };
  const arrived = step === 'purge-distribution' ? platform.nodes.find(({ id }) => id === nodeId) : undefined;
  if (arrived === undefined) return content;
  const others = content.nodes.filter(({ id }) => id !== arrived.id);
  const known = others.length < content.nodes.length;
  const entry = { ...arrived, facts: null };
  return { ...content, nodes: known ? content.nodes.map((node) => (node.id === entry.id ? entry : node)) : [...others, entry] };
}
