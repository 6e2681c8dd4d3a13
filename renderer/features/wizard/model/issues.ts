// What validation says, tied to the fields of the wizard.
import type { Issue, PlatformContent, Settings } from '#contract/platforms.ts';
import { controlCounts, type ClusterStage } from '#contract/topology.ts';
import { t } from '#renderer/texts/current.ts';
import type { DraftState } from './draft.ts';
import { problemOf } from './draft.ts';
import { duplicates } from './node-list.ts';
import { cidrRange, ipNumber, overlap, type AddressRange } from './recommend.ts';
import { controls, pageOfPath, type Page } from './steps.ts';

/** "nodes.1.address" by position becomes "nodes.<id>.address"; positions change, ids do not. */
export function byNodeId(path: string, content: PlatformContent): string {
  const match = /^nodes\.(\d+)(\..+)?$/.exec(path);
  const node = match === null ? undefined : content.nodes[Number(match[1])];
  if (node === undefined) return path;
  // Labels and taints are one field each; what is wrong inside is said beside it.
  const inside = (match?.[2] ?? '').replace(/^(\.(labels|taints))\..*$/, '$1');
  return `nodes.${node.id}${inside}`;
}

export type Messages = Readonly<Record<string, string>>;

/** Rules between answers that need no engine, so that they are said while typing. */
export function ownProblems(content: PlatformContent): Messages {
  // Neither machines nor ranges are asked for.
  if (content.distribution === 'existing') return {};
  const problems: Record<string, string> = { ...duplicates(content.nodes, t.wizard.nodes), ...rangeProblems(content) };
  if (content.nodes.length > 0 && !controlCounts.includes(controls(content)))
    problems['roles'] = t.wizard.roles.wrongCount(controls(content));
  return problems;
}

function rangeProblems(content: PlatformContent): Record<string, string> {
  const words = t.wizard.settings;
  const problems: Record<string, string> = {};
  const { podCidr, serviceCidr } = content.settings;
  const pods = cidrRange(podCidr);
  const services = cidrRange(serviceCidr);
  for (const [path, range] of [
    ['settings.podCidr', pods],
    ['settings.serviceCidr', services],
  ] as const) {
    const held = content.nodes.find((node) => range !== null && within(node.address, range));
    if (held !== undefined) problems[path] = words.rangeHolds(held.name);
  }
  if (pods !== null && services !== null && overlap(pods, services)) problems['settings.serviceCidr'] = words.rangesMeet;
  return { ...problems, ...poolProblems(content) };
}

function poolProblems({ nodes, settings }: PlatformContent): Record<string, string> {
  const words = t.wizard.settings;
  const pool = poolRange(settings);
  if (pool === null) return {};
  if (pool.to < pool.from) return { 'settings.ingressPool.to': words.poolOrder };
  const held = nodes.find((node) => within(node.address, pool));
  return held === undefined ? {} : { 'settings.ingressPool.from': words.poolHolds(held.name) };
}
const within = (address: string, range: AddressRange): boolean => {
  const at = ipNumber(address);
  return at !== null && at >= range.from && at <= range.to;
};

function heldInRange(path: string, { nodes, settings }: PlatformContent): boolean {
  const node = nodes.find((each) => path === `nodes.${each.id}.address`);
  if (node === undefined) return false;
  const ranges = [cidrRange(settings.podCidr), cidrRange(settings.serviceCidr)];
  return ranges.some((range) => range !== null && within(node.address, range));
}

function poolRange({ ingressPool }: Settings): AddressRange | null {
  const from = ipNumber(ingressPool?.from ?? '');
  const to = ipNumber(ingressPool?.to ?? '');
  return from === null || to === null ? null : { from, to };
}

const ofMachines = /^(nodes\.|channel$|settings\.(podCidr|serviceCidr)$)/;
/** A text that was typed before the person turned to an existing cluster is kept, and no page shows it. */
const isAsked = (path: string, { distribution }: PlatformContent): boolean => distribution !== 'existing' || !ofMachines.test(path);

export interface Verdict {
  readonly errors: Messages;
  readonly warnings: Messages;
  readonly wrongPages: ReadonlySet<Page>;
}

/** Everything that is wrong now: texts that break their rule, rules between answers, and what the engine says. */
export function verdictOf(
  state: Pick<DraftState, 'content' | 'pending'>,
  issues: readonly Issue[],
  stage: ClusterStage = 'planned',
): Verdict {
  const { content, pending } = state;
  const { roles: count, ...others } = ownProblems(content);
  const own: Record<string, string> = { ...others };
  const warnings: Record<string, string> = {};
  // What has become of the control plane of a cluster that stands holds up nothing.
  if (count !== undefined) (stage === 'built' && controls(content) > 0 ? warnings : own)['roles'] = count;
  for (const path of Object.keys(pending).filter((each) => isAsked(each, content))) {
    const problem = problemOf(state, path);
    if (problem !== null) own[path] = problem;
  }
  const errors: Record<string, string> = {};
  for (const issue of issues) {
    const path = byNodeId(issue.path, content);
    // Said by the pages themselves, at once; the engine's word may be about the list before the last change.
    if (path === 'nodes' || path.endsWith('.role')) continue;
    // A machine inside a range is said once, beside the range, where it can be mended.
    if (heldInRange(path, content)) continue;
    if (issue.severity === 'error') errors[path] = issue.message;
    else warnings[path] = issue.message;
  }
  Object.assign(errors, own);
  return { errors, warnings, wrongPages: new Set(Object.keys(errors).map(pageOfPath)) };
}
