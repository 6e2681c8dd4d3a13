// Takes what is secret out of everything that is kept or shown: log lines, sentences of faults, their details.
import type { FaultView } from '#contract/faults/entry.ts';
import { mask, type Secret } from '#core/secret.ts';
import { base64Cores } from './base64.ts';

export interface Redactor {
  add(secret: Secret): void;
  text(text: string): string;
  fault(view: FaultView): FaultView;
}

/** Shorter ones would tear ordinary words apart and so be given away; they are masked only where they stand alone. */
const shortestAnywhere = 4;
/** Parts of keys and kubeconfigs come line by line; ordinary words in them stay below this length. */
const shortestPart = 20;
/** A shorter piece of base64 turns up by chance. */
const shortestBase64 = 6;

const escapePattern = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

function formsOf(value: string): string[] {
  const parts = /[\n\r]/.test(value) ? value.split(/\s+/).filter((part) => part.length >= shortestPart && !part.includes('://')) : [];
  return [value, value.trim(), ...parts].flatMap((form) => {
    const cores = base64Cores(form).filter((core) => core.length >= shortestBase64);
    return [form, encodeURIComponent(form.toWellFormed()), JSON.stringify(form).slice(1, -1)].concat(cores);
  });
}

function patternOf(form: string): string {
  const pattern = escapePattern(form);
  return form.length >= shortestAnywhere ? pattern : `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`;
}

export function createRedactor(): Redactor {
  const values = new Set<string>();
  const forms = new Set<string>();
  let pattern: RegExp | null = null;
  const text = (line: string): string => (pattern === null ? line : line.replace(pattern, mask));
  return {
    add(secret) {
      const value = secret.reveal();
      if (value.trim() === '' || values.has(value)) return;
      values.add(value);
      for (const form of formsOf(value)) if (form !== '') forms.add(form);
      // Longest first: a secret that contains another goes whole.
      const sorted = [...forms].toSorted((a, b) => b.length - a.length).map(patternOf);
      pattern = new RegExp(sorted.join('|'), 'gu');
    },
    text,
    fault: (view) => ({
      ...view,
      what: text(view.what),
      why: text(view.why),
      todo: text(view.todo),
      details: Object.fromEntries(
        Object.entries(view.details).map(([key, value]) => [key, typeof value === 'string' ? text(value) : value]),
      ),
    }),
  };
}
