// What every way of calling Helm shares: which names it may be given, and how it tells of a release.
import { z } from 'zod';
import { valuesHash } from '#core/catalog/values-hash.ts';
import { fault } from '#core/fault.ts';
import type { Release, ReleaseState } from '#core/ports/helm.ts';

// None may begin with a hyphen, which helm would read as an option.
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const chartName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const version = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;
const repository = /^(?:https?|oci):\/\/[^\s]+$/;

function checked(field: string, value: string, rule: RegExp): string {
  if (!rule.test(value)) throw fault('INPUT_INVALID', { field, reason: `"${value}" is not usable here.` }, { field });
  return value;
}

/** INPUT_INVALID. */
export const named = (release: Pick<Release, 'name' | 'namespace'>) => ({
  name: checked('release name', release.name, label),
  namespace: checked('namespace', release.namespace, label),
});

/** INPUT_INVALID. */
export const remoteChart = (found: { readonly url: string; readonly name: string; readonly version: string }) => ({
  repository: checked('chart repository', found.url, repository),
  chart: checked('chart', found.name, chartName),
  version: checked('chart version', found.version, version),
});

/** The hash is the description, so that a later look can tell whether anything would change. */
export const valuesOf = ({ values }: Pick<Release, 'values'>) => ({ values: JSON.stringify(values), hash: `hearth ${valuesHash(values)}` });

/** Beyond helm's own limit: the pull of a chart, and the wait for an earlier run. */
export const marginMs = 120_000;
export const stateMs = 60_000;
/** Helm's own limit, in whole seconds. */
export const seconds = (ms: number): string => String(Math.max(1, Math.ceil(ms / 1000)));

const history = z.array(
  z.object({ revision: z.number().int().default(0), status: z.string(), chart: z.string(), description: z.string().default('') }),
);
export type Revision = z.infer<typeof history>[number];

/** The newest of what `helm history --output json` says. */
export const newestOf = (text: string): Revision | undefined => history.parse(JSON.parse(text)).at(-1);

export function stateOf(newest: Revision | undefined): ReleaseState {
  if (newest === undefined) return { status: 'absent', chart: '', valuesHash: '' };
  return { status: newest.status, chart: newest.chart, valuesHash: /^hearth ([0-9a-f]{16})$/.exec(newest.description)?.[1] ?? '' };
}
