// What every procedure shares: its meta data, from which the doors learn how to serve it.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import './words.ts';

export const scope = z.enum(['read', 'change', 'admin']);
export type Scope = z.infer<typeof scope>;

export interface ProcedureMeta {
  /** The right a caller needs: look, change the world, or manage access. */
  readonly scope: Scope;
  /** `endless` streams are left out of MCP, where an answer must end; each has a sibling that answers once. */
  readonly stream?: 'ends' | 'endless';
  /** A journal of its own keeps what it did, many times a minute: the audit names only refusals. */
  readonly record?: 'journal';
}

export const procedure = oc.$meta<ProcedureMeta>({ scope: 'read' });

/** Lower-case letters, digits and hyphens; made by Hearth, never typed. */
export const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'An id is lower-case letters, digits and hyphens; at most 64.');
/** A line of text that people typed: no control characters, which a terminal or a log would obey, and no halves of characters. */
export const line = z.string().regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Leave out control characters.');
/** Milliseconds since 1970, UTC. */
export const instant = z.number().int().nonnegative();
/** Milliseconds. */
export const duration = z.number().nonnegative();
export const bytes = z.number().nonnegative();

/** The five words of the product, and Unknown. Same on every screen, in REST and in the tray. */
export const status = z.enum(['ready', 'working', 'attention', 'failed', 'off', 'unknown']);
export type Status = z.infer<typeof status>;

const url = z.url();
/** As the URL standard reads it: with no port above 65535, which patterns hardly say. */
export const isUrl = (text: string): boolean => url.safeParse(text).success;
