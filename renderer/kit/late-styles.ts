// A style sheet that could not be fetched stays in the page as a link without one, and whoever imports its part again takes it for loaded.
import { latePart } from './late-part.ts';
import type { LatePart } from './late-part.ts';

const broken = new Set<HTMLLinkElement>();
let mending: Promise<void> | null = null;

function put(link: HTMLLinkElement): Promise<void> {
  const next = document.createElement('link');
  next.rel = 'stylesheet';
  next.crossOrigin = link.crossOrigin;
  next.href = link.href;
  return new Promise((resolve, reject) => {
    next.addEventListener('load', () => resolve());
    next.addEventListener('error', () => reject(new Error(`The style sheet ${next.href} cannot be fetched.`)));
    link.replaceWith(next);
  });
}

// An error of a link does not bubble; it is met on its way down.
window.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') broken.add(target);
  },
  true,
);

/** With the style sheets that it needs. */
export const late = <T>(load: () => Promise<T>): LatePart<T> => latePart(() => mendStyles().then(load));

/** Fetches those that are missing; rejects when they cannot be had. */
function mendStyles(): Promise<void> {
  mending ??= mended().finally(() => {
    mending = null;
  });
  return mending;
}

async function mended(): Promise<void> {
  const links = [...broken];
  broken.clear();
  await Promise.all(links.map(put));
}
