// What a person has entered as a second home, made fit to be kept.
import type { InventoryHome } from '#contract/inventory/home.ts';

/** For sentences, and as the author of a version that came from it. */
export const nameOf = (home: InventoryHome): string =>
  (home.kind === 'file' ? home.path : `${home.remote} (${home.branch})`).replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ');

export interface EnteredHome {
  readonly home: InventoryHome;
  /** That stood in the address. */
  readonly token: string | null;
}

/** A password in an address would be stored and shown; it is kept as a token instead. */
export function withoutPassword(home: InventoryHome): EnteredHome {
  const found = home.kind === 'git' ? /^(https?:\/\/)([^/@:]*)(?::([^/@]*))?@(.*)$/.exec(home.remote) : null;
  if (home.kind === 'file' || found === null) return { home, token: null };
  const [, scheme = '', user = '', password, rest = ''] = found;
  return {
    home: { ...home, remote: scheme + rest, user: home.user === '' ? decoded(user) : home.user },
    token: password === undefined ? null : decoded(password),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A token is sent to the server that it was entered for, and to no other. */
export function sameServer(a: InventoryHome, b: InventoryHome): boolean {
  const [one, other] = [serverOf(a), serverOf(b)];
  return one !== null && one === other;
}

const serverOf = (home: InventoryHome): string | null =>
  home.kind === 'git' ? (/^https?:\/\/[^/]+/i.exec(home.remote)?.[0].toLowerCase() ?? null) : null;

/** What both had in common there still counts. */
export const samePlace = (a: InventoryHome, b: InventoryHome): boolean =>
  a.kind === 'file' || b.kind === 'file'
    ? a.kind === b.kind && plainPath(a.path) === plainPath(b.path)
    : a.remote === b.remote && a.branch === b.branch && a.path === b.path;

/** `/a//b/../c` is `/a/c`. */
function plainPath(path: string): string {
  if (!path.startsWith('/')) return path;
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return `/${steps.join('/')}`;
}
