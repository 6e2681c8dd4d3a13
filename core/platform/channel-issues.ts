// Channels that have the right form and do not go with the distribution. Which ones exist cannot be asked offline.
import { distributions } from '#contract/distributions.ts';
import type { Issue, PlatformContent } from '#contract/platforms.ts';
import { error, warning } from './issue.ts';

/** Kubernetes brings three minor versions a year; a track this far ahead of the newest known one is not there yet. */
const yearAhead = 3;

type Chosen = Pick<PlatformContent, 'distribution' | 'channel'>;

export function channelIssues({ distribution, channel }: Chosen): readonly Issue[] {
  if (distribution === 'existing') return [];
  const refusal = foreignChannel({ distribution, channel });
  if (refusal !== null) return [error('channel', refusal)];
  const [track = '', risk = ''] = channel.split('/');
  const newest = distributions[distribution].tracks[0] ?? '';
  if (track === 'latest')
    return [warning('channel', `latest moves to new Kubernetes versions by itself; a track such as ${newest} does not.`)];
  const unfamiliar = unfamiliarTrack({ distribution, channel });
  return [
    ...(unfamiliar === null ? [] : [warning('channel', unfamiliar)]),
    ...(risk === 'stable' ? [] : [warning('channel', 'This channel gets untested builds.')]),
  ];
}

/** Why the snap of the distribution cannot come from this channel, with those that fit; null: it may. */
export function foreignChannel({ distribution, channel }: Chosen): string | null {
  if (distribution === 'existing') return null;
  const [track = ''] = channel.split('/');
  const { title, tracks } = distributions[distribution];
  const newest = tracks[0] ?? '';
  if (track.endsWith('-strict')) return `Hearth sets up the classic snap; choose a channel such as ${newest}/stable.`;
  if (track === 'latest' || kindOf(track) === kindOf(newest)) return null;
  return `${title} comes in the tracks ${tracks.join(', ')}; ${track} is a track of another snap.`;
}

/** What a person should know of a track that this Hearth was not made for; null: it was, or the track names no version. */
export function unfamiliarTrack({ distribution, channel }: Chosen): string | null {
  if (distribution === 'existing') return null;
  const [track = ''] = channel.split('/');
  const { title, tracks } = distributions[distribution];
  return track === 'latest' || tracks.includes(track) ? null : unfamiliarWords(track, { title, tracks });
}

/** "" or "classic". */
const kindOf = (track: string): string => track.split('-')[1] ?? '';
const versionOf = (track: string): readonly [major: number, minor: number] => {
  const [major = '', minor = ''] = (track.split('-')[0] ?? '').split('.');
  return [Number(major), Number(minor)];
};

function unfamiliarWords(track: string, { title, tracks }: { title: string; tracks: readonly string[] }): string {
  const [newest = '', oldest = ''] = [tracks[0], tracks.at(-1)];
  const [major, minor] = versionOf(track);
  const [newestMajor, newestMinor] = versionOf(newest);
  const known = `${oldest} to ${newest}`;
  if (major !== newestMajor || minor > newestMinor + yearAhead)
    return `Hearth knows ${title} ${known}; a track ${track} probably does not exist, and the installation would stop there.`;
  return minor > newestMinor
    ? `${track} is newer than what this Hearth was made for (${title} ${known}).`
    : `${track} is older than what this Hearth was made for (${title} ${known}), and may get no mending any more.`;
}
