import type { DocumentIssue } from '#contract/inventory/document.ts';
import { visible } from '#renderer/kit/format.ts';
import { t } from '#renderer/texts/current.ts';

/** What is wrong at one place, a line each: "Error: …". */
export const issueText = (issues: readonly DocumentIssue[]): string =>
  issues.map((issue) => `${t.inventory.issues.severity[issue.severity]}: ${visible(issue.message)}`).join('\n');
