// The stored platforms as a step sees them: what a run found out or brought about is written down there.
import type { Platform, PlatformContent } from '#contract/platforms.ts';

export interface Inventory {
  /** Throws NOT_FOUND. */
  get(platformId: string): Promise<Platform>;
  /** Applies `change` to the newest revision and stores a new one; nothing is stored when it returns what it was given. CHANGED_MEANWHILE. */
  amend(platformId: string, change: PlatformChange): Promise<void>;
}

export type PlatformChange = (content: PlatformContent) => PlatformContent;
