// What holds where a platform's content leaves something out; it goes with the distribution.
import { channelOf, distributions, type Distribution } from '#contract/distributions.ts';
import type { Settings } from '#contract/platforms.ts';
import { defaultContent } from './default-content.ts';

export const usualChannel = (kind: Distribution): string => (kind === 'existing' ? defaultContent.channel : channelOf(kind));

export function usualSettings(kind: Distribution): Settings {
  if (kind === 'existing') return defaultContent.settings;
  const { storageClass, podCidr, serviceCidr } = distributions[kind];
  return { ...defaultContent.settings, storageClass, podCidr, serviceCidr };
}
