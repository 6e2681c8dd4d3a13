// Turning from one Kubernetes to another: what the person has not changed follows, what they chose stays as far as it can.
import { distributions, installable, type Distribution, type Installable } from '#contract/distributions.ts';
import type { PlatformContent } from '#contract/platforms.ts';

export const risks = ['stable', 'candidate', 'beta', 'edge'] as const;
export type Risk = (typeof risks)[number];

export interface Channel {
  readonly track: string;
  readonly risk: Risk;
}

export const isRisk = (text: string): text is Risk => risks.some((risk) => risk === text);

/** Null for a text of another form. */
export function channelParts(channel: string): Channel | null {
  const [track = '', risk = '', more] = channel.split('/');
  return track !== '' && isRisk(risk) && more === undefined ? { track, risk } : null;
}
export const channelText = ({ track, risk }: Channel): string => `${track}/${risk}`;

const versionOf = (track: string): string => track.split('-')[0] ?? '';

/** The same version of the other snap, where it has one; another channel is kept, and validation says what is wrong with it. */
function channelFor(kind: Installable, channel: string): string {
  const parts = channelParts(channel);
  const track = distributions[kind].tracks.find((each) => versionOf(each) === versionOf(parts?.track ?? ''));
  return parts === null || track === undefined ? channel : channelText({ ...parts, track });
}

const ownClasses: ReadonlySet<string> = new Set(installable.options.map((kind) => distributions[kind].storageClass));

/** A class that some distribution makes was never chosen by hand; one found in an existing cluster is in no other. */
const follows = (content: PlatformContent): boolean => content.distribution === 'existing' || ownClasses.has(content.settings.storageClass);

export function withDistribution(content: PlatformContent, distribution: Distribution): PlatformContent {
  if (content.distribution === distribution) return content;
  // What an existing cluster has is only known once it was looked at.
  if (distribution === 'existing') return { ...content, distribution };
  const storageClass = follows(content) ? distributions[distribution].storageClass : content.settings.storageClass;
  return {
    ...content,
    distribution,
    channel: channelFor(distribution, content.channel),
    settings: { ...content.settings, storageClass },
  };
}

export interface FoundClass {
  readonly name: string;
  readonly isDefault: boolean;
}

/** The default class of an existing cluster, unless the person has chosen one that is there. */
export function withFoundClasses(content: PlatformContent, found: readonly FoundClass[]): PlatformContent {
  const first = found.find(({ isDefault }) => isDefault) ?? found[0];
  if (content.distribution !== 'existing' || first === undefined) return content;
  if (found.some(({ name }) => name === content.settings.storageClass)) return content;
  return { ...content, settings: { ...content.settings, storageClass: first.name } };
}
