// Which channel may follow which. Kubernetes goes one minor version at a time, and never back.

const versionOf = (channel: string): { readonly major: number; readonly minor: number } | null => {
  const found = /^(\d+)\.(\d+)/.exec(channel);
  return found === null ? null : { major: Number(found[1]), minor: Number(found[2]) };
};

/** Why this step must not be made, as a sentence; null: it may. */
export function againstUpgrade(from: string, to: string): string | null {
  const [before, after] = [versionOf(from), versionOf(to)];
  if (before === null || after === null) return null;
  const order = after.major - before.major || after.minor - before.minor;
  if (order < 0) return `${to} is older than ${from}, and Kubernetes cannot go back.`;
  if (after.major !== before.major || after.minor - before.minor > 1) {
    const next = `${before.major}.${before.minor + 1}`;
    return `From ${from} to ${to} is more than one minor version; go to ${next} first.`;
  }
  return null;
}

/** What a person should know of such a channel beforehand, as sentences. */
export function channelWarnings(from: string, to: string): readonly string[] {
  const [track = '', risk = ''] = to.split('/');
  const moving =
    versionOf(to) === null ? [`${track} names no version: what it brings cannot be checked beforehand, and it moves on by itself.`] : [];
  const left =
    versionOf(from) === null && versionOf(to) !== null
      ? [`${from} names no version, so only each machine itself can tell whether ${to} is newer.`]
      : [];
  return [...moving, ...left, ...(risk === 'stable' ? [] : [`${to} gets builds that are not released yet.`])];
}

/** Does a version that a kubelet reports, such as v1.36.3, come from this channel? Undecided counts as yes. */
export function fitsChannel(version: string, channel: string): boolean {
  const wanted = versionOf(channel);
  const own = versionOf(version.replace(/^v/, ''));
  return wanted === null || (own !== null && own.major === wanted.major && own.minor === wanted.minor);
}
