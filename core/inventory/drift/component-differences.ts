// Components and settings: what is wanted, what was installed with which values, and what of it is in the cluster.
import type { ComponentFile } from '#contract/component-file.ts';
import type { Difference } from '#contract/inventory/drift.ts';
import type { Settings } from '#contract/platforms.ts';
import { closureOf } from '#core/catalog/closure.ts';
import { fillValues, secretsIn, tokensOf } from '#core/catalog/values.ts';
import { canonicalText, valuesHash } from '#core/catalog/values-hash.ts';
import { isFault } from '#core/fault.ts';
import { shortened } from '#core/cluster/trim/raw.ts';
import type { AppliedComponent } from '#core/ports/applied.ts';
import { byUpgrade, bySetUp, difference, type DriftInput } from './input.ts';
import { readyOf, workloadKey } from './seen.ts';

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** What the catalogue does not know is the matter of the checks of the inventory. */
const chosenOf = ({ wanted, components }: Pick<DriftInput, 'wanted' | 'components'>) =>
  closureOf(
    wanted.components.filter((id) => components.some((component) => component.id === id)),
    components,
  );

/** Null: nothing is known of the cluster. */
function isThere({ live }: DriftInput, component: ComponentFile): boolean | null {
  if (live === null) return null;
  const there = new Set(live.workloads.map(workloadKey));
  return readyOf(component).every((workload) => there.has(workloadKey(workload)));
}

const chartOf = ({ release: { chart } }: ComponentFile) => `${chart.name}-${chart.version}`;
const about = ({ title }: ComponentFile) => ({ kind: 'component', name: title }) as const;

export function componentDifferences(input: DriftInput): Difference[] {
  const chosen = chosenOf(input);
  const record = new Map(input.applied?.components.map((one) => [one.id, one]));
  const wanted = chosen.flatMap((component) => ofWanted(input, component, record.get(component.id) ?? null));
  const ids = new Set(chosen.map(({ id }) => id));
  const left = [...record.values()].filter(({ id }) => !ids.has(id)).flatMap((one) => unwanted(input, one));
  return [...wanted, ...left, ...rotated(input, chosen, record)];
}

function ofWanted(input: DriftInput, component: ComponentFile, record: AppliedComponent | null): Difference[] {
  const there = isThere(input, component);
  // Set up before it was written down what was installed: then the inventory of that run is all that is known.
  const wasApplied = record !== null || input.applied?.content.components.includes(component.id) === true;
  if (there === false || (there === null && !wasApplied)) return [absent(component, { wasApplied, known: there !== null })];
  return record === null ? [] : [...otherValues(input, component, record), ...otherChart(component, record)];
}

function absent(component: ComponentFile, { wasApplied, known }: { readonly wasApplied: boolean; readonly known: boolean }): Difference {
  return difference(about(component), 'missing', {
    wanted: 'installed',
    applied: wasApplied ? 'installed' : null,
    live: known ? 'missing' : null,
    sentence: wasApplied
      ? `${component.title} was installed and is not in the cluster any more.`
      : `${component.title} is not installed yet.`,
    closedBy: bySetUp,
  });
}

function otherValues(input: DriftInput, component: ComponentFile, { valuesHash: applied }: AppliedComponent): Difference[] {
  const planned = plannedValues(input, component, input.wanted.settings);
  if (planned.reason !== null) {
    const sentence = `${component.title} cannot be planned: ${planned.reason}`;
    return [difference(about(component), 'values', { sentence, closedBy: null })];
  }
  if (planned.hash === applied) return [];
  const sentence = `${component.title} was installed with other values than its settings and variables give now.`;
  return [difference(about(component), 'values', { wanted: 'changed', applied: 'as installed', sentence, closedBy: bySetUp })];
}

function otherChart(component: ComponentFile, { chart }: AppliedComponent): Difference[] {
  const wanted = chartOf(component);
  if (wanted === chart) return [];
  const sentence = `${component.title} was installed from ${chart}; the catalogue has ${wanted}.`;
  return [difference(about(component), 'chart', { wanted, applied: chart, sentence, closedBy: bySetUp })];
}

type Planned = { readonly values: Record<string, unknown>; readonly hash: string; readonly reason: null } | { readonly reason: string };

function plannedValues({ variables }: DriftInput, { release }: ComponentFile, settings: Settings): Planned {
  try {
    const values = fillValues(release.values, tokensOf(settings, variables));
    return { values, hash: valuesHash(values), reason: null };
  } catch (error) {
    if (isFault(error)) return { reason: error.view.what };
    throw error;
  }
}

/** Hearth has no run that takes a single component away: what its pods have stored goes with some of them. */
function unwanted(input: DriftInput, { id, chart }: AppliedComponent): Difference[] {
  const component = input.components.find((one) => one.id === id);
  if (component !== undefined && isThere(input, component) === false) return [];
  const title = component?.title ?? id;
  const how =
    component === undefined
      ? 'Remove it with Helm.'
      : `Remove it with helm uninstall ${component.release.name} --namespace ${component.release.namespace}, or undo the run that installed it.`;
  const live = input.live === null || component === undefined ? null : 'installed';
  const sentence = `${title} is installed and no longer wanted. ${how}`;
  return [difference({ kind: 'component', name: title }, 'unknown', { applied: chart, live, sentence, closedBy: null })];
}

/** Secrets that have another value since a component was installed with them. */
function rotated(input: DriftInput, chosen: readonly ComponentFile[], record: ReadonlyMap<string, AppliedComponent>): Difference[] {
  return [...reapplyOf(input, chosen, record)].map(([name, titles]) =>
    difference({ kind: 'secret', name }, 'changed', {
      wanted: 'the new value',
      applied: 'an older value',
      sentence: `The secret ${name} has a new value since ${list.format(titles)} ${titles.length === 1 ? 'was' : 'were'} installed.`,
      closedBy: bySetUp,
    }),
  );
}

function reapplyOf(
  input: DriftInput,
  chosen: readonly ComponentFile[],
  record: ReadonlyMap<string, AppliedComponent>,
): ReadonlyMap<string, readonly string[]> {
  const titles = new Map<string, string[]>();
  for (const component of chosen) {
    const installed = record.get(component.id);
    const planned = plannedValues(input, component, input.wanted.settings);
    if (installed === undefined || planned.reason !== null) continue;
    for (const name of secretsIn(planned.values)) {
      if ((input.secrets.get(name) ?? 0) > installed.at) titles.set(name, [...(titles.get(name) ?? []), component.title]);
    }
  }
  return titles;
}

/** Components that must be applied again, by the name of the secret that changed. */
export const reapplyBySecret = (input: DriftInput): ReadonlyMap<string, readonly string[]> =>
  reapplyOf(input, chosenOf(input), new Map(input.applied?.components.map((one) => [one.id, one])));

const settingTitles: Readonly<Record<keyof Settings, string>> = {
  domain: 'domain',
  certificates: 'certificates',
  ingressPool: 'ingress addresses',
  storageClass: 'storage class',
  adminUser: 'admin user',
  podCidr: 'pod range',
  serviceCidr: 'service range',
};
const settingKeys = ['domain', 'certificates', 'ingressPool', 'storageClass', 'adminUser', 'podCidr', 'serviceCidr'] as const;
/** A cluster keeps them for life. */
const fixed: ReadonlySet<keyof Settings> = new Set(['podCidr', 'serviceCidr']);

export function settingDifferences(input: DriftInput): Difference[] {
  const { wanted, applied } = input;
  if (applied === null) return [];
  const { content } = applied;
  const settings = settingKeys.filter((key) => canonicalText(wanted.settings[key]) !== canonicalText(content.settings[key]));
  return [...ofDistribution(input), ...ofChannel(input), ...settings.map((key) => ofSetting(input, key, content.settings))];
}

function ofDistribution({ wanted, applied }: DriftInput): Difference[] {
  if (applied === null || applied.content.distribution === wanted.distribution) return [];
  const sentence = `The cluster was set up with ${applied.content.distribution}; a cluster cannot change to ${wanted.distribution}. Begin a new platform, or choose ${applied.content.distribution} again.`;
  const sides = { wanted: wanted.distribution, applied: applied.content.distribution };
  return [difference({ kind: 'platform' }, 'distribution', { ...sides, sentence, closedBy: null })];
}

function ofChannel({ wanted, applied, platformId }: DriftInput): Difference[] {
  const { channel } = wanted;
  const before = applied?.content.channel ?? channel;
  if (wanted.distribution === 'existing' || before === channel) return [];
  const sides = { wanted: channel, applied: before };
  const sentence = `The channel is ${channel}; the machines were set up from ${before}.`;
  return [
    difference({ kind: 'platform' }, 'channel', {
      ...sides,
      sentence,
      closedBy: byUpgrade,
      wish: { kind: 'upgrade', platformId, channel },
    }),
  ];
}

function ofSetting(input: DriftInput, key: keyof Settings, before: Settings): Difference {
  const touched = chosenOf(input).filter((component) => isTouched(input, component, { ...input.wanted.settings, [key]: before[key] }));
  const title = settingTitles[key];
  const [wanted, applied] = [settingWords(input.wanted.settings[key]), settingWords(before[key])];
  const reach = touched.length === 0 ? '' : ` It is used by ${list.format(touched.map((component) => component.title))}.`;
  const isFixed = fixed.has(key) && input.wanted.distribution !== 'existing';
  const end = isFixed ? ' A cluster keeps it for life: set it back, or begin a new platform.' : reach;
  const sentence = `The ${title} is ${wanted}; it was ${applied} when it was applied.${end}`;
  return difference({ kind: 'platform' }, `setting ${key}`, { wanted, applied, sentence, closedBy: isFixed ? null : bySetUp });
}

function isTouched(input: DriftInput, component: ComponentFile, otherwise: Settings): boolean {
  const [now, then] = [plannedValues(input, component, input.wanted.settings), plannedValues(input, component, otherwise)];
  return now.reason === null && then.reason === null && now.hash !== then.hash;
}

function settingWords(value: Settings[keyof Settings]): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return value;
  if ('from' in value) return `${value.from}-${value.to}`;
  return shortened(Object.values(value).join(', '), 200);
}
