/** Why a wait is broken off whose end nobody needs any more. One for all: what `abort()` makes by itself collects a stack each time. */
export const noLonger = new Error('Nobody waits for it any longer.');
