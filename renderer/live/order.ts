import type { Status } from '#contract/base.ts';

const urgency: Readonly<Record<Status, number>> = { failed: 0, attention: 1, unknown: 2, working: 3, off: 4, ready: 5 };

/** What needs somebody comes first. */
export const badFirst = (a: { readonly status: Status }, b: { readonly status: Status }): number => urgency[a.status] - urgency[b.status];

export const isBad = (row: { readonly status: Status }): boolean => urgency[row.status] <= 2;
