// One shape for every error of the product: what the window shows, REST answers and MCP reports.
import { z } from 'zod';

/** What a person can press next to an error; the window turns it into a button. */
export const remedyAction = z.enum([
  'retry',
  'edit-node',
  'edit-settings',
  'trust-host-key',
  'enter-password',
  'install-key',
  'open-log',
  'reload',
  'sign-in',
  'restore-backup',
  'resume-run',
  'allow-command',
  'none',
]);
export type RemedyAction = z.infer<typeof remedyAction>;

export const faultView = z.object({
  code: z.string(),
  /** Transient faults may go away by themselves and are retried; permanent ones never are. */
  kind: z.enum(['permanent', 'transient']),
  what: z.string(),
  why: z.string(),
  todo: z.string(),
  action: remedyAction,
  /** Path of the refused input, such as "nodes.0.address". */
  field: z.string().optional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type FaultView = z.infer<typeof faultView>;

export type FaultDetails = FaultView['details'];

export interface Entry<K extends 'permanent' | 'transient', D extends FaultDetails> {
  readonly kind: K;
  /** HTTP status. */
  readonly status: number;
  readonly what: (details: D) => string;
  readonly why: (details: D) => string;
  readonly todo: (details: D) => string;
  readonly action: RemedyAction;
}

type Words<D> = string | ((details: D) => string);
interface Draft<D> {
  readonly status: number;
  readonly what: Words<D>;
  readonly why: Words<D>;
  readonly todo: Words<D>;
  readonly action?: RemedyAction;
}

const say = <D>(words: Words<D>) => (typeof words === 'string' ? () => words : words);
const entry = <K extends 'permanent' | 'transient', D extends FaultDetails>(kind: K, draft: Draft<D>): Entry<K, D> => ({
  kind,
  status: draft.status,
  what: say(draft.what),
  why: say(draft.why),
  todo: say(draft.todo),
  action: draft.action ?? 'none',
});

export const permanent = <D extends FaultDetails = Record<string, never>>(draft: Draft<D>) => entry<'permanent', D>('permanent', draft);
export const transient = <D extends FaultDetails = Record<string, never>>(draft: Draft<D>) => entry<'transient', D>('transient', draft);
