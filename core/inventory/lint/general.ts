// What stands at the top: the version of the format, the name, the distribution and its channel, the components.
import type { DocumentData, DocumentValue } from '#contract/inventory/document.ts';
import { distribution } from '#contract/distributions.ts';
import { platformContent, typedName } from '#contract/platforms.ts';
import { likelyName } from '#core/catalog/likely-name.ts';
import { entryOf } from '#core/inventory/document/values.ts';
import { finding, removing, setting, type Finding, type LintContext } from './finding.ts';
import { topKeys, unknownKeys } from './keys.ts';

const isNothing = (value: DocumentValue | undefined): value is null | undefined => value === undefined || value === null;
const { channel: channelForm } = platformContent.shape;
/** The one that this Hearth reads and writes. */
const formatVersion = 1;

export function generalFindings(data: DocumentData, { components }: Pick<LintContext, 'components'>): Finding[] {
  const present = [
    ...(Object.keys(data.variables).length > 0 ? ['variables'] : []),
    ...(data.groups.length > 0 ? ['groups'] : []),
    ...(data.nodes.length > 0 ? ['nodes'] : []),
  ];
  return [
    ...unknownKeys(data.general, { keys: topKeys, path: [], present }),
    ...versionFindings(data),
    ...nameFindings(data),
    ...distributionFindings(data),
    ...channelFindings(data),
    ...componentFindings(data, new Set(components.map(({ id }) => id))),
  ];
}

function versionFindings({ general }: DocumentData): Finding[] {
  const value = entryOf(general, 'hearth');
  if (isNothing(value) || value === formatVersion) return [];
  const newer = typeof value === 'number' && value > formatVersion;
  const message = newer ? `This was written for a newer Hearth (format ${value}).` : 'This is no version of the format.';
  return [finding('format-version', ['hearth'], { message, remedy: `This Hearth reads format ${formatVersion}.` })];
}

function nameFindings({ general }: DocumentData): Finding[] {
  const value = entryOf(general, 'name');
  const remedy = 'Write a name of at most 60 characters in one line.';
  if (isNothing(value))
    return [
      finding('name-missing', ['name'], {
        severity: 'warning',
        message: 'The inventory has no name; the platform keeps the one it has.',
        remedy: 'Write name: and the name of the platform at the top, such as name: Home.',
      }),
    ];
  return typedName.safeParse(value).success
    ? []
    : [finding('name-form', ['name'], { message: 'This cannot be the name of a platform.', remedy })];
}

function distributionFindings({ general }: DocumentData): Finding[] {
  const value = entryOf(general, 'distribution');
  if (isNothing(value) || distribution.safeParse(value).success) return [];
  const likely = typeof value === 'string' ? likelyName(value, distribution.options) : '';
  return [
    finding('distribution-form', ['distribution'], {
      message: `Hearth does not know this distribution.${likely === '' ? '' : ` Did you mean ${likely}?`}`,
      remedy: `Write ${distribution.options.join(', ')}.`,
      fix: likely === '' ? null : setting(['distribution'], likely),
    }),
  ];
}

function channelFindings({ general }: DocumentData): Finding[] {
  const value = entryOf(general, 'channel');
  if (isNothing(value) || channelForm.safeParse(value).success) return [];
  const text = typeof value === 'number' || typeof value === 'string' ? `${value}/stable` : '';
  return [
    finding('channel-form', ['channel'], {
      message: 'A channel looks like 1.36/stable.',
      remedy: 'Write the track, a slash and the risk: stable, candidate, beta or edge.',
      fix: channelForm.safeParse(text).success ? setting(['channel'], text) : null,
    }),
  ];
}

function componentFindings({ general }: DocumentData, known: ReadonlySet<string>): Finding[] {
  const value = entryOf(general, 'components');
  if (isNothing(value)) return [];
  const remedy = 'Write a list of ids, one on each line with a hyphen before it.';
  if (!Array.isArray(value)) return [finding('components-form', ['components'], { message: 'Components are a list.', remedy })];
  const chosen = new Set<DocumentValue>();
  return value.flatMap((id, index) => {
    const path = ['components', index];
    if (typeof id !== 'string') return [finding('components-form', path, { message: 'This is no id of a component.', remedy })];
    if (chosen.has(id))
      return [
        finding('component-twice', path, {
          message: `${id} is chosen twice.`,
          remedy: 'Remove one of them.',
          fix: removing(path),
          mark: id,
        }),
      ];
    chosen.add(id);
    return known.has(id) ? [] : [unknownComponent(id, { path, known, chosen: value })];
  });
}

interface Choice {
  readonly path: (string | number)[];
  readonly known: ReadonlySet<string>;
  readonly chosen: readonly DocumentValue[];
}
function unknownComponent(id: string, { path, known, chosen }: Choice): Finding {
  const likely = likelyName(id, [...known]);
  const shown = id.length > 64 ? `${id.slice(0, 64)}…` : id;
  return finding('component-unknown', path, {
    message: `The catalogue has no component "${shown}".${likely === '' ? '' : ` Did you mean ${likely}?`}`,
    remedy: 'Choose one from the catalogue, or remove it.',
    fix: likely === '' || chosen.includes(likely) ? null : setting(path, likely),
    mark: id,
  });
}
