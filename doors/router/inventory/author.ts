import type { Caller } from '#doors/context.ts';

/** As versions of the inventory name who saved them. */
export const authorOf = ({ door, who }: Caller): string => (door === 'window' ? 'window' : `${door} ${who}`);
