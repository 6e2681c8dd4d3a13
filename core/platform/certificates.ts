// When a certificate counts as about to end.

const dayMs = 86_400_000;
/** Long enough for somebody who is away for two weeks to come back and be told twice. */
export const certificateMarginDays = 30;

/** Whole days; below zero when it has ended. */
export const daysLeft = (endsAt: number, now: number): number => Math.floor((endsAt - now) / dayMs);
