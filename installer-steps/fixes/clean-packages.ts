// Nothing is taken back: packages are downloaded again when they are wanted.
import type { Step } from '#core/runs/step.ts';
import { cachedBytesOf, cleanPackages as cleanPackagesCall, packageCache } from '#steps/calls/fixes.ts';
import { ask } from '#steps/run-call.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

export const cleanPackages: Step = {
  id: 'clean-packages',
  attempts: 3,
  timeoutMs: 180_000,
  async check(context) {
    const bytes = cachedBytesOf(await ask(context, nodeOf(context), packageCache()));
    return bytes === 0 ? holds('The package cache is empty.') : differs(`The package cache holds ${Math.round(bytes / 1e6)} MB.`);
  },
  async apply(context) {
    await ask(context, nodeOf(context), cleanPackagesCall());
  },
};
