import type { Page } from './model/steps.ts';

/** The address of one page of the wizard. */
export const pagePath = (platformId: string, page: Page): string => `/setup/${encodeURIComponent(platformId)}/${page}`;
