// A rename from elsewhere, seen from outside: whoever is at work on what has a new name goes on there.

interface Named {
  readonly name: string;
}

const contentOf = (entry: Named): string => JSON.stringify({ ...entry, name: '' });

/** What is called otherwise now: at the same place, as many as before, with the same content. Null when it is not there any more. */
export function renamedTo<E extends Named>(name: string, before: readonly E[], now: readonly E[]): string | null {
  const at = before.findIndex((one) => one.name === name);
  const [was, is] = [before[at], now[at]];
  if (was === undefined || is === undefined || before.length !== now.length) return null;
  const isNew = !before.some((one) => one.name === is.name);
  return isNew && contentOf(was) === contentOf(is) ? is.name : null;
}
