const number = /^\d+$/;

/** Below, equal or above 0, as numbers of any length; null when the server uses something else than numbers. */
export const compareVersions = (a: string, b: string): number | null => {
  if (a === b) return 0;
  if (!number.test(a) || !number.test(b)) return null;
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return left.length - right.length;
  if (left === right) return 0;
  return left < right ? -1 : 1;
};
