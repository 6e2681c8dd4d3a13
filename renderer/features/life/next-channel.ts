// The channel that an upgrade most likely wants: one minor version on, with the risk level that there is.

const minorOf = (track: string): number | null => {
  const found = /^\d+\.(\d+)/.exec(track);
  return found === null ? null : Number(found[1]);
};

/** `tracks`: known ones, newest first. The channel itself where none of them is the next. */
export function nextChannel(channel: string, tracks: readonly string[]): string {
  const [track = '', risk = 'stable'] = channel.split('/');
  const minor = minorOf(track);
  const next = minor === null ? undefined : tracks.find((known) => minorOf(known) === minor + 1);
  return next === undefined ? channel : `${next}/${risk}`;
}
